import type { WireError, WireWarning } from '@fireball/core'

const WHY = {
  'not-json': 'The body is not JSON.',
  'not-an-object': 'A message must be a JSON object.',
  'not-a-batch': 'A batch needs a list of messages under “batch”.',
  'unknown-type': 'This kind of message does not exist.',
  'missing-id': 'It names neither a user nor an anonymous visitor (or, for “group”, no group).',
  'bad-id': 'An id must be 1–255 plain characters.',
  'bad-name': 'An event needs a name of 1–255 plain characters.',
  'too-large': 'It is too large; a message may have 32 KB.',
  'too-deep': 'It is nested too deep; 32 levels are read.',
  'unknown-key': 'The key belongs to no project here.',
  'needs-secret-key': 'Billing facts are taken from a secret key only, sent by your server.',
  'day-closed': 'Its day is closed: events that old are no longer kept here.',
} as const satisfies Record<WireError['code'], string>

/** Why a message was refused, and what came instead of what was expected. */
export const sayRefusal = ({ code, path, expected, got }: WireError): string => {
  const detail =
    path === ''
      ? ''
      : ` At “${path}”: expected ${expected}, got ${got === '' || got === 'undefined' ? 'nothing' : got}.`
  return `${WHY[code] ?? code}${detail}`
}

const WARNINGS = {
  'bad-timestamp': 'its time could not be read, so it counts as now',
  'clock-ahead': 'its clock runs ahead, so it counts as now',
  'clock-corrected': 'the sender’s clock was wrong; corrected',
  'key-dropped': 'an unsafe property name was dropped',
  'id-not-text': 'an id was a number; ids should be text',
  'properties-not-an-object': 'its properties were no object and were left out',
} as const satisfies Record<WireWarning, string>

/** What was not quite right with a message that was taken all the same. */
export const sayWarning = (warning: WireWarning): string => WARNINGS[warning] ?? warning

/** One code that was counted, with what it means. */
export interface Tally {
  readonly code: string
  readonly count: number
  /** A whole sentence. */
  readonly says: string
}

// A collector newer than this console may count codes that it cannot explain.
const lookUp = (texts: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(texts, code) ? texts[code] : undefined

const tally = (
  counts: Readonly<Record<string, number>>,
  explain: (code: string) => string | undefined,
): readonly Tally[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({ code, count, says: explain(code) ?? 'This console does not know this code.' }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code))

/** Why messages were refused, most frequent first; without those that never occurred. */
export const tallyRefused = (counts: Readonly<Record<string, number>>): readonly Tally[] =>
  tally(counts, code => lookUp(WHY, code))

/** What was not quite right with messages that were taken, most frequent first. */
export const tallyWarnings = (counts: Readonly<Record<string, number>>): readonly Tally[] =>
  tally(counts, code => {
    const text = lookUp(WARNINGS, code)
    return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
  })
