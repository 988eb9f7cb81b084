import { unreachable } from '@fireball/core'
import type { Action } from '../shop/perform.ts'
import type { Beat, Case } from './cases.ts'
import { type Gesture, gestureOf, lockedPage } from './gesture.ts'

/** What the player needs of the page. */
export interface Stage {
  wait(ms: number): Promise<void>
  /** Opens a page and settles once it is drawn. */
  go(to: string): Promise<void>
  /** Fills in and presses, visibly; any tip for a next step is closed right before the press. */
  perform(gesture: Gesture): Promise<void>
  setDay(daysAgo: number): void
  /** Settles once a prompt is on screen, or after a while. */
  untilPrompt(): Promise<void>
  /** The same for what answers the person; a tip for a next step is closed, as it would go first. */
  untilAnswer(): Promise<void>
  closePrompt(): void
  say(caption: string): void
  isStopped(): boolean
}

/** Time for the audience to read, in milliseconds. */
const READ_MS = { day: 900, page: 700, prompt: 2600 } as const

/** Whether somebody who has just done this waits for what the product says to it. */
const expectsAnswer = (beat: Beat): boolean =>
  beat.kind === 'go' ? beat.to === '/plans' : beat.kind === 'do' && beat.action.kind === 'hit-lock'

const act = async (action: Action, stage: Stage): Promise<void> => {
  const gesture = gestureOf(action)
  if (gesture === undefined)
    return action.kind === 'hit-lock' ? stage.go(lockedPage(action.feature)) : undefined
  await stage.go(gesture.to)
  await stage.perform(gesture)
}

const beatOnce = async (beat: Beat, stage: Stage): Promise<void> => {
  switch (beat.kind) {
    case 'day':
      stage.setDay(beat.ago)
      stage.say(beat.says)
      return stage.wait(READ_MS.day)
    case 'go':
      await stage.go(beat.to)
      return stage.wait(READ_MS.page)
    case 'do':
      return act(beat.action, stage)
    default:
      return unreachable(beat)
  }
}

/** Plays a case from its first day to the prompt at its end, which stays on screen. */
export const play = async ({ beats, story }: Case, stage: Stage): Promise<'played' | 'stopped'> => {
  stage.say(story)
  await stage.wait(READ_MS.day)
  for (const [i, beat] of beats.entries()) {
    if (stage.isStopped()) return 'stopped'
    await beatOnce(beat, stage)
    if (i === beats.length - 1) await stage.untilPrompt()
    else if (expectsAnswer(beat)) {
      await stage.untilAnswer()
      await stage.wait(READ_MS.prompt)
      stage.closePrompt()
    }
  }
  return 'played'
}
