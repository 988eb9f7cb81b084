import { locate, type Span } from './json-text.ts'
import type { DraftReading } from './program-store.ts'

/** Something wrong at a place in the draft's text. */
export interface Mark extends Span {
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Dotted path in the program; empty for what is not JSON. */
  readonly path: string
}

/** Everything wrong with a draft, by line, errors before advice on the same line. */
export const marksOf = (text: string, { error, problems }: DraftReading): readonly Mark[] =>
  error !== undefined
    ? [{ ...error, severity: 'error', path: '' }]
    : problems
        .map(({ severity, path, message }): Mark => ({ ...locate(text, path), severity, path, message }))
        .sort((a, b) => a.from - b.from || (a.severity < b.severity ? -1 : 1))
