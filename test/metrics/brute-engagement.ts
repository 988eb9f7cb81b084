import type { Act } from './brute-force.ts'

/** How the program weighs use: event → weight, at most so many of each a day, down to nothing over so many days. */
export interface Weighing {
  readonly weights: Readonly<Record<string, number>>
  readonly cap: number
  readonly windowDays: number
}

const saying = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const compare = (now: number, before: number): string =>
  now > 1.25 * before ? 'rising' : now < 0.75 * before ? 'falling' : 'steady'

/** Engagement of the whole product: each day, account, user and event by itself. */
export const bruteEngagement = (
  acts: readonly Act[],
  { weights, cap, windowDays }: Weighing,
  { from, to, today }: { from: number; to: number; today: number },
) => {
  const weighed = acts.filter(one => one.event in weights && one.day <= to)
  const pointsOn = (day: number): number => {
    const sums = new Map<string, number>()
    for (const { event, account, who } of weighed.filter(one => one.day === day)) {
      const key = JSON.stringify([event, account, who])
      sums.set(key, (sums.get(key) ?? 0) + 1)
    }
    let points = 0
    for (const [key, n] of sums) points += (weights[JSON.parse(key)[0]] ?? 0) * Math.min(n, cap)
    return points
  }
  const between = (first: number, last: number): number => {
    let points = 0
    for (let day = first; day <= last; day++) points += pointsOn(day)
    return points
  }
  const usersBetween = (first: number, last: number): number =>
    new Set(weighed.filter(one => one.day >= first && one.day <= last).map(one => one.who)).size
  const per = (sum: number, of: number): number => (of === 0 ? 0 : sum / of)
  const since = Math.min(Number.POSITIVE_INFINITY, ...weighed.map(one => one.day))
  const days = []
  for (let day = from; day <= to; day++) {
    let total = 0
    for (let age = 0; age < windowDays; age++) total += pointsOn(day - age) * (1 - age / windowDays)
    const users = usersBetween(day - windowDays + 1, day)
    days.push({ day: saying(day), total, users, average: per(total, users) })
  }
  const weeks = []
  for (let monday = from - ((from + 3) % 7); monday <= to; monday += 7) {
    const last = Math.min(monday + 6, to)
    const points = between(monday, last)
    const users = usersBetween(monday, last)
    const isWhole = monday + 6 <= to && monday + 6 < today
    weeks.push({
      week: saying(monday),
      points,
      users,
      average: per(points, users),
      trend: !isWhole ? null : since > monday - 7 ? 'new' : compare(points, between(monday - 7, monday - 1)),
    })
  }
  const last = Math.min(to, today - 1)
  const [last7, before7] = [between(last - 6, last), between(last - 13, last - 7)]
  const isNew = since > last - 13
  return {
    windowDays,
    days,
    weeks,
    trend: {
      through: saying(last),
      last7,
      before7,
      total: isNew ? 'new' : compare(last7, before7),
      average: isNew
        ? 'new'
        : compare(per(last7, usersBetween(last - 6, last)), per(before7, usersBetween(last - 13, last - 7))),
    },
  }
}
