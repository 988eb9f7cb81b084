import { type ChangeSet, type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import { type Command, keymap } from '@codemirror/view'

/** A state that can be gone back to: how, and where the cursor was. */
interface Step {
  readonly changes: ChangeSet
  readonly cursor: number
  readonly at: number
}

interface Steps {
  readonly undo: readonly Step[]
  readonly redo: readonly Step[]
}

const GROUP_MS = 500
const KEPT = 200

const moved = StateEffect.define<'undo' | 'redo'>()

const push = (steps: readonly Step[], step: Step): readonly Step[] => [...steps.slice(1 - KEPT), step]

// What is typed in one go is taken back in one go.
const grouped = (steps: readonly Step[], step: Step): readonly Step[] => {
  const last = steps.at(-1)
  return last !== undefined && step.at - last.at < GROUP_MS
    ? [...steps.slice(0, -1), { ...last, changes: step.changes.compose(last.changes), at: step.at }]
    : push(steps, step)
}

const field = StateField.define<Steps>({
  create: () => ({ undo: [], redo: [] }),
  update({ undo, redo }, transaction) {
    if (!transaction.docChanged) return { undo, redo }
    const step: Step = {
      changes: transaction.changes.invert(transaction.startState.doc),
      cursor: transaction.startState.selection.main.head,
      at: Date.now(),
    }
    const way = transaction.effects.find(effect => effect.is(moved))?.value
    if (way === 'undo') return { undo: undo.slice(0, -1), redo: push(redo, { ...step, at: 0 }) }
    if (way === 'redo') return { undo: push(undo, { ...step, at: 0 }), redo: redo.slice(0, -1) }
    return { undo: grouped(undo, step), redo: [] }
  },
})

const go =
  (way: 'undo' | 'redo'): Command =>
  ({ state, dispatch }) => {
    const step = stepsOf(state)[way].at(-1)
    if (step === undefined) return false
    dispatch(
      state.update({
        changes: step.changes,
        selection: { anchor: Math.min(step.cursor, step.changes.newLength) },
        effects: moved.of(way),
        scrollIntoView: true,
      }),
    )
    return true
  }

const stepsOf = (state: EditorState): Steps => state.field(field)

/** Undo and redo for a text that one person types: Mod-z, Mod-Shift-z, Mod-y. */
export const typingHistory = (): Extension => [
  field,
  keymap.of([
    { key: 'Mod-z', run: go('undo'), preventDefault: true },
    { key: 'Mod-Shift-z', run: go('redo'), preventDefault: true },
    { key: 'Mod-y', run: go('redo'), preventDefault: true },
  ]),
]
