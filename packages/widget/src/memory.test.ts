import type { ChecklistView, HelpView, NudgeView, WidgetState } from '@fireball/core'
import { expect, test } from 'vitest'
import { checklistOf, listCaughtUp } from './list-memory.ts'
import { promptCaughtUp, promptOf } from './memory.ts'

const nudge: NudgeView = { kind: 'nudge', key: 'n', title: 'N', why: 'w', anchor: [] }
const help: HelpView = {
  kind: 'help',
  key: 'h',
  title: 'H',
  why: 'w',
  feature: 'f',
  who: 'Mara',
  evidence: [],
}
const checklist: ChecklistView = { key: 'c', title: 'C', why: 'w', steps: [], done: 0, total: 0 }
const none: WidgetState = { help: [], sending: 'on', theme: {} }
const nudged: WidgetState = { ...none, prompt: nudge, checklist }

test('a prompt just closed stays away until the SDK has taken it back', () => {
  const memory = promptCaughtUp(nudged, { closed: 'n' })
  expect(promptOf(nudged, memory)).toBeUndefined()
  expect(promptOf(nudged, promptCaughtUp(none, memory))).toBe(nudge)
})

test('a prompt with another key is drawn at once', () => {
  expect(promptOf({ ...none, prompt: help }, { closed: 'n' })).toBe(help)
})

test('the receipt of a question outlives its prompt, and goes before the next one', () => {
  expect(promptOf(none, { asked: help })).toBe(help)
  expect(promptOf(nudged, { asked: help })).toBe(help)
})

test('a dismissed checklist is gone at once, also while the SDK still gives it', () => {
  expect(checklistOf(nudged, listCaughtUp(nudged, { dismissed: 'c' }))).toBeUndefined()
  expect(checklistOf(nudged, listCaughtUp(none, { dismissed: 'c' }))).toBe(checklist)
})

test('a panel stays open for its own checklist only, or while its dismissal can be undone', () => {
  expect(listCaughtUp(nudged, { open: 'c' }).open).toBe('c')
  expect(listCaughtUp(none, { open: 'c' }).open).toBeUndefined()
  expect(listCaughtUp(none, { open: 'c', undo: 'c' }).open).toBe('c')
  expect(
    listCaughtUp({ ...none, checklist: { ...checklist, key: 'other' } }, { open: 'c' }).open,
  ).toBeUndefined()
})
