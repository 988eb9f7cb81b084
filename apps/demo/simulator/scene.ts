import type { Craft } from './craft.ts'
import type { Actor, Diary } from './diary.ts'
import type { Dice } from './dice.ts'
import type { Talk } from './talk.ts'

export const DAY_MS = 86_400_000

/** Length of every trial, days. */
export const TRIAL_DAYS = 14

/** One account's trial, ready to be told. */
export interface Scene {
  readonly diary: Diary
  readonly craft: Craft
  readonly talk: Talk
  readonly dice: Dice
  /** Who signed up; signed in, in the account. */
  readonly owner: Actor
  readonly members: readonly Actor[]
  readonly startAt: number
  /** Days from sign-up to now, or to the end of the trial when that is over. */
  readonly days: number
}

/** An instant of the trial: `day` days after sign-up, with some hours around it. */
export const onDay = ({ startAt, dice }: Scene, day: number): number =>
  startAt + day * DAY_MS + dice.between(0.02, 0.4) * DAY_MS

/** So many days spread over a span, first and last day included. */
export const spread = (count: number, from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => (count === 1 ? from : from + ((to - from) * i) / (count - 1)))

/** One sitting of somebody who knows what they do: a newsletter, and what came of the last. */
export const sitting = (scene: Scene, who: Actor, day: number): void => {
  const { craft, dice } = scene
  const at = onDay(scene, day)
  craft.sendCampaign(who, at)
  craft.readReport(who, at + 900_000, dice.chance(0.93))
  if (dice.chance(0.3)) craft.addContacts(who, at + 1_200_000, dice.whole(5, 20))
}

/** The steps of getting started, in their order; `count` of them, an hour apart. */
export const getStarted = (scene: Scene, who: Actor, count: number): void => {
  const { craft, dice } = scene
  const at = scene.startAt + 0.01 * DAY_MS
  const steps: readonly ((at: number) => void)[] = [
    time => craft.describe(who, time),
    time => craft.addContacts(who, time, dice.whole(120, 400)),
    time => craft.chooseTemplate(who, time),
    time => craft.sendTest(who, time),
    time => craft.sendCampaign(who, time),
    time => craft.readReport(who, time),
    time => craft.connect(who, time),
  ]
  for (const [i, step] of steps.slice(0, count).entries()) step(at + i * 3_600_000)
}
