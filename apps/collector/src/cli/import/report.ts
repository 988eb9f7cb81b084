import type { BatchAnswer } from '@fireball/core'
import type { LeftOut } from './row-messages.ts'

/** What became of one file: numbers add up, examples are the first few. */
export interface FileReport {
  /** Rows read so far. */
  readonly rows: number
  readonly isDone: boolean
  readonly messages: number
  readonly accepted: number
  /** Of the accepted, how many were there already. */
  readonly duplicates: number
  /** Messages by what they are: the event's name of a track message, else its type. */
  readonly byName: Readonly<Record<string, number>>
  /** Rows that gave no message, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>
  /** Messages that the collector refused, by code. */
  readonly refused: Readonly<Record<string, number>>
  readonly warnings: Readonly<Record<string, number>>
  readonly examples: readonly Example[]
}

/** One row that was left out or refused. */
export interface Example {
  /** 1 = the first row under the header. */
  readonly row: number
  readonly code: string
  readonly what: string
}

export const EMPTY_REPORT: FileReport = {
  rows: 0,
  isDone: false,
  messages: 0,
  accepted: 0,
  duplicates: 0,
  byName: {},
  leftOut: {},
  refused: {},
  warnings: {},
  examples: [],
}

const EXAMPLES_PER_CODE = 3

const addUp = <K extends string>(
  a: Readonly<Partial<Record<K, number>>>,
  b: Readonly<Partial<Record<K, number>>>,
): Record<K, number> => {
  const sum = { ...a } as Record<K, number>
  for (const key in b) sum[key] = (sum[key] ?? 0) + (b[key] ?? 0)
  return sum
}

const firstOfEach = (examples: readonly Example[]): readonly Example[] =>
  examples.filter(
    (one, i) => examples.slice(0, i).filter(({ code }) => code === one.code).length < EXAMPLES_PER_CODE,
  )

/** The report after a further part of the same file. */
export const addReport = (a: FileReport, b: FileReport): FileReport => ({
  rows: a.rows + b.rows,
  isDone: a.isDone || b.isDone,
  messages: a.messages + b.messages,
  accepted: a.accepted + b.accepted,
  duplicates: a.duplicates + b.duplicates,
  byName: addUp(a.byName, b.byName),
  leftOut: addUp(a.leftOut, b.leftOut),
  refused: addUp(a.refused, b.refused),
  warnings: addUp(a.warnings, b.warnings),
  examples: firstOfEach([...a.examples, ...b.examples]),
})

const countBy = (codes: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** What a collector answered about a part; `rowOf` says from which row a message came. */
export const answerReport = (answer: BatchAnswer, rowOf: (index: number) => number): FileReport => ({
  ...EMPTY_REPORT,
  accepted: answer.accepted,
  duplicates: answer.duplicates,
  refused: countBy(answer.refused.map(one => one.code)),
  warnings: countBy(answer.warnings.map(one => one.code)),
  examples: answer.refused.map(one => ({
    row: rowOf(one.index),
    code: one.code,
    what: `${one.path}: expected ${one.expected}, got ${one.got}`,
  })),
})

/** The reasons for which rows are left out, in words. */
export const LEFT_OUT_WORDS: Readonly<Record<LeftOut, string>> = {
  undated: 'have no date',
  'bad-date': 'have a date that is no ISO 8601 date or time',
  'no-id': 'name no user',
  'no-rule-fits': 'fit no message of the mapping',
  unreadable: 'cannot be read',
  'too-large': 'give a message that is larger than the wire takes',
  'left-out': 'are left out by the mapping',
}

/** The whole import: what is printed, and what `--report` writes. */
export interface ImportReport {
  readonly mapping: string
  readonly collector: string
  readonly isComplete: boolean
  readonly seconds: number
  readonly files: Readonly<Record<string, FileReport & { readonly reason?: string }>>
  /** Files of which nothing is made, with the reason. */
  readonly skipped: Readonly<Record<string, string>>
  readonly total: FileReport
}

const number = (value: number): string => value.toLocaleString('en-US')

const sayCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(' · ')

const sayFile = (name: string, file: ImportReport['files'][string]): readonly string[] => {
  const { rows, accepted, duplicates, byName, leftOut, refused, warnings, examples, reason } = file
  const again = duplicates === 0 ? '' : ` (${number(duplicates)} of them were there already)`
  const lines = [`${name}: ${number(rows)} rows, ${number(accepted)} messages accepted${again}`]
  if (Object.keys(byName).length > 0) lines.push(`  ${sayCounts(byName)}`)
  for (const [code, words] of Object.entries(LEFT_OUT_WORDS)) {
    const count = leftOut[code as LeftOut]
    if (count === undefined) continue
    lines.push(
      `  left out: ${number(count)} rows ${words}${code === 'left-out' && reason ? `: ${reason}` : ''}`,
    )
  }
  if (Object.keys(refused).length > 0) lines.push(`  refused: ${sayCounts(refused)}`)
  if (Object.keys(warnings).length > 0) lines.push(`  accepted with a warning: ${sayCounts(warnings)}`)
  for (const { row, code, what } of examples) lines.push(`    row ${number(row)}: ${code}: ${what}`)
  return lines
}

/** The report as people read it. */
export const sayReport = (report: ImportReport): string => {
  const { files, skipped, total, seconds } = report
  const leftOut = Object.values(total.leftOut).reduce((sum, count) => sum + count, 0)
  const refused = Object.values(total.refused).reduce((sum, count) => sum + count, 0)
  return [
    ...Object.entries(files).flatMap(([name, file]) => sayFile(name, file)),
    ...Object.entries(skipped).map(([name, why]) => `${name}: not imported: ${why}`),
    `${report.isComplete ? 'Done' : 'Stopped before the end'}: ${number(total.rows)} rows read, ` +
      `${number(total.accepted)} messages accepted (${number(total.duplicates)} were there already), ` +
      `${number(refused)} refused, ${number(leftOut)} rows left out, in ${seconds.toFixed(1)} s.`,
  ].join('\n')
}
