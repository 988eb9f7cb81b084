import { type BatchAnswer, err, ok, type Result } from '@fireball/core'
import type { InputFile, InputFiles } from './input-files.ts'
import { openLookups } from './lookup.ts'
import { formatOf } from './mapping.ts'
import { cutParts, type Part } from './parts.ts'
import { readRows } from './read-rows.ts'
import { addReport, answerReport, EMPTY_REPORT, type FileReport } from './report.ts'
import { rowMessages } from './row-messages.ts'
import type { SendOutcome } from './send.ts'
import type { StateFile } from './state-file.ts'

/** Batches under way at once: while the collector commits some, others are on the wire. */
const IN_FLIGHT = 4

/** What an import needs of the world. */
export interface ImportPorts {
  send(body: string): Promise<SendOutcome>
  readonly state: StateFile
  /** Of all files together. */
  onProgress(done: { readonly bytes: number; readonly messages: number; readonly file: string }): void
  isStopped(): boolean
}

/** Why an import ended early; what was committed until then stays, and is noted in the state file. */
export type ImportStop =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unreachable' | 'refused' | 'unreadable'; readonly why: string }
  | { readonly kind: 'missing-lookup'; readonly file: string }

/** How far the import came, by file; `stop` when it ended early. */
export interface ImportOutcome {
  readonly files: Readonly<Record<string, FileReport>>
  readonly stop?: ImportStop
}

const NOTHING_SENT: BatchAnswer = {
  success: true,
  accepted: 0,
  duplicates: 0,
  refused: [],
  warnings: [],
  program: '',
  offers: [],
  help: [],
}

interface Sent {
  readonly part: Part
  readonly outcome: Promise<SendOutcome>
}

/** Sends what a file gives; `note` hears of each part in the file's order, once it is committed. */
const importFile = async (
  { path, name, source }: InputFile,
  paths: readonly string[],
  skip: number,
  ports: ImportPorts,
  note: (part: Part, report: FileReport) => Promise<void>,
): Promise<Result<undefined, ImportStop>> => {
  const complete = await openLookups(source, paths)
  if (!complete.ok) return err({ kind: 'missing-lookup', file: complete.error.missing })
  const inFlight: Sent[] = []
  const settleOldest = async (): Promise<ImportStop | undefined> => {
    const oldest = inFlight.shift()
    if (oldest === undefined) return undefined
    const outcome = await oldest.outcome
    if (outcome.kind !== 'committed') return { kind: outcome.kind, why: outcome.why }
    const { part } = oldest
    await note(
      part,
      addReport(
        part.report,
        answerReport(outcome.answer, index => part.rows[index] ?? 0),
      ),
    )
    return undefined
  }
  const read = (row: Parameters<typeof complete.value>[0]) => rowMessages(source, row, complete.value(row))
  let stop: ImportStop | undefined
  try {
    for await (const part of cutParts(readRows(path, formatOf(name, source)), read, skip)) {
      const outcome =
        part.rows.length === 0
          ? Promise.resolve({ kind: 'committed' as const, answer: NOTHING_SENT })
          : ports.send(part.body)
      inFlight.push({ part, outcome })
      if (inFlight.length >= IN_FLIGHT) stop = await settleOldest()
      if (stop === undefined && ports.isStopped()) stop = { kind: 'stopped' }
      if (stop !== undefined) break
    }
  } catch (error) {
    stop = { kind: 'unreadable', why: `${name}: ${error instanceof Error ? error.message : error}` }
  }
  // What is on the wire may be committed: hear it out, so that the state says no less than is there.
  while (inFlight.length > 0) {
    const also = await settleOldest()
    stop = stop ?? also
    if (also !== undefined) break
  }
  return stop === undefined ? ok(undefined) : err(stop)
}

/** Imports every file, in the order given, from where an earlier run of the same import stopped. */
export const runImport = async (
  { files, paths }: InputFiles,
  identity: string,
  ports: ImportPorts,
): Promise<ImportOutcome> => {
  const reports: Record<string, FileReport> = { ...(await ports.state.read(identity))?.files }
  let bytesBefore = 0
  let messages = Object.values(reports).reduce((sum, one) => sum + one.messages, 0)
  for (const file of files) {
    const before = reports[file.name] ?? EMPTY_REPORT
    if (!before.isDone) {
      const result = await importFile(file, paths, before.rows, ports, async (part, report) => {
        const known = addReport(reports[file.name] ?? EMPTY_REPORT, report)
        reports[file.name] = known
        messages += report.messages
        ports.onProgress({ bytes: bytesBefore + part.bytes, messages, file: file.name })
        await ports.state.write({ identity, files: reports })
      })
      if (!result.ok) return { files: reports, stop: result.error }
      reports[file.name] = { ...(reports[file.name] ?? EMPTY_REPORT), isDone: true }
    }
    bytesBefore += file.bytes
    ports.onProgress({ bytes: bytesBefore, messages, file: file.name })
  }
  await ports.state.remove()
  return { files: reports }
}
