import type { Actor, Diary } from './diary.ts'
import type { Dice } from './dice.ts'

const HOUR_MS = 3_600_000

/** How somebody writes. */
export type Mood = 'positive' | 'negative' | 'neutral'

/** What passes between an account and the team; each exchange is a thread. */
export interface Talk {
  /** We write; they answer when a mood says how. */
  outreach(who: Actor, at: number, answer?: Mood): void
  /** They write of themselves; we answer, or have not yet. */
  inquiry(who: Actor, at: number, mood: Mood, isAnswered?: boolean): void
  /** A mail that goes to everybody: no outreach. */
  newsletter(who: Actor, at: number): void
  /** They answer what is in the way. */
  survey(who: Actor, at: number, answer: string): void
}

/** Messages as the tracking API takes them: `Message Sent` is ours, `Message Received` theirs. */
export const createTalk = (diary: Diary, dice: Dice, account: string): Talk => {
  let threads = 0
  const begin = (): string => `${account}-thread-${++threads}`
  const receive = (who: Actor, at: number, thread: string, mood: Mood): void =>
    diary.track(who, at, 'Message Received', {
      thread,
      channel: 'email',
      ...(mood === 'neutral' ? {} : { sentiment: mood }),
    })
  const send = (who: Actor, at: number, thread: string): void =>
    diary.track(who, at, 'Message Sent', { thread, channel: 'email' })
  return {
    outreach: (who, at, answer) => {
      const thread = begin()
      send(who, at, thread)
      if (answer !== undefined) receive(who, at + dice.between(1, 20) * HOUR_MS, thread, answer)
    },
    newsletter: (who, at) =>
      diary.track(who, at, 'Message Sent', { thread: begin(), channel: 'email', automated: true }),
    inquiry: (who, at, mood, isAnswered = true) => {
      const thread = begin()
      receive(who, at, thread, mood)
      if (isAnswered) send(who, at + dice.between(0.5, 6) * HOUR_MS, thread)
    },
    survey: (who, at, answer) =>
      diary.track(who, at, 'Survey Answered', { survey: 'in-the-way', answer, outcome: 'none' }),
  }
}
