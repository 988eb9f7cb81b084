import { useStore } from '@nanostores/preact'
import { useDesk } from '../desk.ts'
import { type Path, readAt } from './edit.ts'
import { problemAt } from './prompt-items.ts'

// What is no number is kept as it was typed, so that the check can point at it.
const numberIn = (typed: string, scale: number): number | string | undefined => {
  const value = Number(typed.replace(',', '.'))
  return typed.trim() === '' ? undefined : Number.isNaN(value) ? typed : value / scale
}

/** A field of a form, tied to one place of the draft. */
export interface DraftField {
  readonly value: string
  readonly error: string | undefined
  readonly isDisabled: boolean
  readonly onInput: (typed: string) => void
}

/** Ties fields of a form to the draft; who may not edit sees them as they are. */
export const useDraftFields = () => {
  const { program, canEdit } = useDesk()
  const reading = useStore(program.$reading)
  const read = (...path: Path): unknown => readAt(reading.program, path)
  return {
    canEdit,
    read,
    error: (...path: Path): string | undefined => problemAt(reading.problems, path),
    edit: program.edit,
    /** A text; empty it is absent, unless it `mustStay` to have its mistake told. */
    text: (path: Path, mustStay = false): DraftField => {
      const value = read(...path)
      return {
        value: typeof value === 'string' || typeof value === 'number' ? `${value}` : '',
        error: problemAt(reading.problems, path),
        isDisabled: !canEdit,
        onInput: typed => program.edit(path, typed === '' && !mustStay ? undefined : typed),
      }
    },
    /** A number, shown `scale` times as big: 100 for a share in percent. */
    number: (path: Path, scale = 1): DraftField => {
      const value = read(...path)
      return {
        value: typeof value === 'number' ? `${Math.round(value * scale * 1e6) / 1e6}` : String(value ?? ''),
        error: problemAt(reading.problems, path),
        isDisabled: !canEdit,
        onInput: typed => program.edit(path, numberIn(typed, scale)),
      }
    },
  }
}
