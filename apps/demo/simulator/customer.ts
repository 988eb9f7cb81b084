import { DAY_MS, onDay, type Scene, sitting, spread } from './scene.ts'
import type { Afterwards } from './truth.ts'

/** A month of the paid plan, in dollars. */
const PRICE = 29
/** Sittings a week of a customer who is well. */
const PER_WEEK = 4.6

/** Days in which a customer who goes on learning gains another ability. */
const LEARNS_EVERY = 20

/** The next thing to be able to do, on three things in a row; what comes after the trial first. */
const learn = ({ craft, owner }: Scene, at: number, nth: number): void => {
  const lessons = [
    craft.writeToSegment,
    craft.automate,
    craft.callApi,
    craft.compareReports,
    craft.buildSegment,
  ]
  const lesson = lessons[nth % lessons.length]
  for (let n = 0; n < 3; n++) {
    // Two reports are compared of campaigns that are not the same as before.
    if (lesson === craft.compareReports) craft.sendCampaign(owner, at + n * 120_000)
    lesson?.(owner, at + n * 120_000 + 60_000)
  }
}

/**
 * Buys on a day of the trial, renews every thirty days, and goes on as it does. `until`: days from sign-up to now. Who
 * expands begins with the small plan and grows out of it.
 */
export const becomeCustomer = (
  scene: Scene,
  wonAt: number,
  afterwards: Afterwards,
  { until, seats }: { readonly until: number; readonly seats: number },
): void => {
  const { diary, owner, craft, talk, startAt, dice } = scene
  const wonDay = (wonAt - startAt) / DAY_MS
  const plan = afterwards === 'expanding' ? 'starter' : 'pro'
  const value = plan === 'pro' ? PRICE * seats : 9
  const leftDay = afterwards === 'churned' ? Math.min(until - 1, wonDay + dice.between(6, 20)) : until
  for (let day = wonDay; day < leftDay; day += 30)
    diary.track(owner, startAt + day * DAY_MS, 'Subscription Started', { plan, value, currency: 'USD' })
  diary.group(owner, wonAt + 1000, { plan })
  const quietFrom = afterwards === 'at-risk' ? Math.max(wonDay + 2, until - 12) : leftDay - 0.5
  const sittings = Math.max(0, Math.round(((quietFrom - wonDay) / 7) * PER_WEEK))
  for (const day of spread(sittings, wonDay + 0.5, quietFrom)) sitting(scene, owner, day)
  for (let nth = 0; wonDay + 2 + nth * LEARNS_EVERY < quietFrom; nth++)
    learn(scene, onDay(scene, wonDay + 1 + nth * LEARNS_EVERY), nth)
  if (afterwards === 'expanding') {
    const day = Math.max(wonDay + 1, until - 6)
    for (let n = 0; n < 4; n++) {
      craft.sendCampaign(owner, onDay(scene, day))
      craft.compareReports(owner, onDay(scene, day + 0.4))
    }
    talk.inquiry(owner, onDay(scene, Math.max(wonDay + 1, until - 4)), 'positive')
  }
  if (afterwards !== 'churned') return
  diary.track(owner, startAt + leftDay * DAY_MS, 'Subscription Cancelled', { plan })
  diary.group(owner, startAt + leftDay * DAY_MS + 1000, { plan: 'free' })
}
