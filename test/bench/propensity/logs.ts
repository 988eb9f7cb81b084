import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  addCount,
  allSignals,
  type CompiledSignal,
  countOf,
  dayOf,
  interpret,
  type Program,
  parseMessage,
  type Row,
  userKey,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { openLookups } from '../../../apps/collector/src/cli/import/lookup.ts'
import { parseMapping, sourceOf } from '../../../apps/collector/src/cli/import/mapping.ts'
import { readRows } from '../../../apps/collector/src/cli/import/read-rows.ts'
import { rowMessages } from '../../../apps/collector/src/cli/import/row-messages.ts'
import { root } from '../../../scripts/run.ts'

const IMPORTS = join(root, 'apps/collector/imports/365')
const FILES = [
  'student-info.csv',
  'student-purchases.csv',
  'student-learning.csv',
  'student-engagement.csv',
  'student-hub-questions.csv',
  'course-ratings.csv',
  'student-exams.csv',
] as const

/** After everything in the files. */
const RECEIVED_AT = Date.UTC(2023, 0)

/** One registered student, as evidence by day. */
export interface Student {
  readonly user: string
  /** UTC day of the registration. */
  readonly registeredOn: number
  readonly rows: readonly Row[]
}

export interface Logs {
  readonly program: Program
  readonly signals: readonly CompiledSignal[]
  readonly students: readonly Student[]
}

const unwrap = <T>(read: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return read.value
}

/** Reads the logs as an import does: its mapping, the wire's parser and the program's signals, then counts by day. */
export const readLogs = async (
  folder: string,
  registeredBefore = Number.POSITIVE_INFINITY,
): Promise<Logs> => {
  const paths = [...FILES, 'exam-info.csv'].map(file => join(folder, file))
  const missing = paths.filter(path => !existsSync(path))
  if (missing.length > 0)
    throw new Error(
      `These files of the public 365 data set are not there (--data DIR names their folder):\n${missing.join('\n')}`,
    )
  const mapping = unwrap(parseMapping(JSON.parse(readFileSync(join(IMPORTS, 'mapping.json'), 'utf8'))))
  const { program } = unwrap(parseProgram(JSON.parse(readFileSync(join(IMPORTS, 'program.json'), 'utf8'))))
  const signals = allSignals(program)
  const students = new Map<string, { registeredOn: number; rows: Map<string, Row> }>()
  for (const file of FILES) {
    const source = sourceOf(mapping, file)
    if (source === undefined) throw new Error(`The mapping names no ${file}`)
    const complete = unwrap(await openLookups(source, paths))
    for await (const { row } of readRows(join(folder, basename(file)), 'csv')) {
      if (row === undefined) continue
      const read = rowMessages(source, row, complete(row))
      if (read.kind !== 'messages') continue
      for (const message of read.messages) {
        const parsed = parseMessage(message, { shared: {} }, RECEIVED_AT, () => '')
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
        const { event } = parsed.value
        const user = event.userId ?? ''
        // The first file says who registered when: of others nothing is read.
        if (file === FILES[0] && event.at < registeredBefore && !students.has(user))
          students.set(user, { registeredOn: dayOf(event.at), rows: new Map() })
        const student = students.get(user)
        if (student === undefined) continue
        for (const reading of interpret(event, signals)) {
          const { signal, context } = reading
          const day = dayOf(event.at)
          const name = `${signal}\t${context}\t${day}`
          const one = countOf(event, reading)
          const known = student.rows.get(name)
          student.rows.set(name, {
            user: userKey(user),
            signal,
            context,
            day,
            ...(known === undefined ? one : addCount(known, one)),
          })
        }
      }
    }
  }
  return {
    program,
    signals,
    students: [...students]
      .map(([user, { registeredOn, rows }]) => ({ user, registeredOn, rows: [...rows.values()] }))
      .sort((a, b) => a.registeredOn - b.registeredOn || (a.user < b.user ? -1 : 1)),
  }
}
