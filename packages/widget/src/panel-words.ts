import type { WidgetState } from '@fireball/core'
import { say } from './phrase.ts'
import { wordsOf } from './words.ts'

/** Every sentence of the checklist. */
export const words = {
  after: 'After {steps}',
  answers: { one: '{n} answer', other: '{n} answers' },
  ask: 'Ask for help',
  back: 'Back',
  collapse: 'Collapse',
  done: 'Done',
  hidden: 'Checklist hidden.',
  hide: 'Hide checklist',
  locked: 'Locked',
  open: 'To do',
  progress: '{n} of {total}',
  stepsDone: { one: '{n} step done', other: '{n} steps done' },
  undo: 'Undo',
}

/** “2 of 7”. */
export const progressOf = (n: number, total: number, state: WidgetState): string =>
  say(wordsOf(words, state).progress, { n, total }, state.locale)

/** “1 answer”. */
export const answersOf = (n: number, state: WidgetState): string =>
  say(wordsOf(words, state).answers, { n }, state.locale)

/** “After A · B · C”: which steps a locked one waits for. */
export const waitsFor = (missing: readonly string[], state: WidgetState): string =>
  say(wordsOf(words, state).after, { steps: missing.join(' · ') })

/** “3 steps done”. */
export const stepsDone = (n: number, state: WidgetState): string =>
  say(wordsOf(words, state).stepsDone, { n }, state.locale)
