import { createDice } from '../../apps/demo/simulator/dice.ts'
import type { Sent } from './brute-force.ts'

/** What a population did: events that are use, billing, joining and leaving, all by whoever at whatever time. */
export const aPopulation = (seed: number, today: number, days: number): readonly Sent[] => {
  const dice = createDice(`population ${seed}`)
  const sent: Sent[] = []
  const at = (): string => new Date((today - days + dice.roll() * (days + 0.4)) * 86_400_000).toISOString()
  const user = (): string => `user-${dice.whole(0, 11)}`
  const device = (): string => `device-${dice.whole(0, 15)}`
  const group = (): string => `group-${dice.whole(0, 6)}`
  const who = (): Pick<Sent, 'userId' | 'anonymousId'> =>
    dice.chance(0.3)
      ? { anonymousId: device() }
      : dice.chance(0.3)
        ? { userId: user(), anonymousId: device() }
        : { userId: user() }
  const where = (): Pick<Sent, 'context'> => {
    const isNamed = dice.chance(0.4)
    const isImpersonated = dice.chance(0.1)
    return isNamed || isImpersonated
      ? {
          context: {
            ...(isNamed ? { groupId: group() } : {}),
            ...(isImpersonated ? { impersonated: true } : {}),
          },
        }
      : {}
  }
  const add = (one: Omit<Sent, 'messageId' | 'timestamp'>): void => {
    sent.push({ ...one, messageId: `m${`${sent.length}`.padStart(5, '0')}`, timestamp: at() })
  }
  for (let n = 0; n < 170; n++) {
    const kind = dice.roll()
    if (kind < 0.02) add({ type: 'track', event: 'Trial Started', ...who(), ...where(), properties: {} })
    else if (kind < 0.04) add({ type: 'track', event: 'Trial Ended', ...who(), ...where(), properties: {} })
    else if (kind < 0.64)
      add({
        type: 'track',
        event: dice.pick(['Report Run', 'Report Shared', 'Teammate Invited']),
        ...who(),
        ...where(),
        properties: {},
      })
    else if (kind < 0.74)
      add({ type: 'group', ...who(), groupId: group(), traits: dice.chance(0.2) ? { left: true } : {} })
    else if (kind < 0.82) add({ type: 'identify', userId: user(), anonymousId: device(), traits: {} })
    else if (kind < 0.93)
      add({
        type: 'track',
        event: 'Subscription Started',
        ...who(),
        ...where(),
        properties: { value: dice.whole(1, 90) },
      })
    else if (kind < 0.97)
      add({ type: 'track', event: 'Subscription Cancelled', ...who(), ...where(), properties: {} })
    else add({ type: 'track', event: 'Signed Up', ...who(), ...where(), properties: {} })
  }
  // Each runs into a lock once, in an account of its own: who of several calls for it is another question.
  for (const n of [1, 2, 3, 4])
    add({
      type: 'track',
      event: 'Feature Locked',
      userId: `user-${n}`,
      context: { groupId: `group-${n}` },
      properties: { feature: 'export' },
    })
  // One of the team, known as such only some time after having used it.
  add({ type: 'identify', userId: 'user-0', traits: { email: 'me@team.example' } })
  return dice.shuffle(sent)
}
