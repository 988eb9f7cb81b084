import {
  accountBase,
  accountFacts,
  activationOfAccount,
  claimsOf,
  communicationView,
  type EndedTrial,
  type Evidence,
  engagementSettings,
  engagementView,
  hash53,
  leadTypeView,
  type Row,
  registersOfAccount,
  registersOfUser,
  rowsAsOf,
  withoutMailbox,
} from '@fireball/core'
import { vouchedFacts, vouchedOf } from '../vouched.ts'
import { type AssessInput, accountIdOf } from './assess-input.ts'

type Registers = Evidence['registers']

/** What was known by then, as far as it was not told anew since: of the rest nobody knows what it said. */
const registersAt = (registers: Registers, at: number): Registers =>
  Object.fromEntries(Object.entries(registers).filter(([, register]) => register.at <= at))

/** Says which evidence a type was judged on: the same rows, judged by the same program, need not be judged again. */
const markOf = (rows: readonly Row[], registers: Registers, midAt: number, version: string): string =>
  hash53(
    JSON.stringify([
      midAt,
      version,
      rows.length,
      rows.reduce((sum, { success, failure, none }) => sum + success + failure * 3 + none * 7, 0),
      rows.reduce((sum, { first, last }) => sum + (first % 1e9) + (last % 1e9), 0),
      Object.entries(registers)
        .map(([key, { id }]) => `${key}\t${id}`)
        .sort(),
    ]),
  )

/**
 * What an ended trial weighs for each type, as of its middle: JSON of `{ membership, mark }`. As it was written where the
 * evidence of that time is the same.
 */
export const typeAt = (
  { live, loaded, standing, history, population, odds }: AssessInput,
  { midAt }: EndedTrial,
): string => {
  const { program, signals } = live
  const rows = rowsAsOf(standing.known.rows, midAt)
  const then = registersAt(loaded.evidence.registers, midAt)
  const mark = markOf(rows, then, midAt, live.version)
  const written = history.trials[0]?.body
  if (written?.includes(`"mark":"${mark}"`)) return written
  const { who } = loaded
  const registers = registersOfAccount({ registers: then }, who, standing.akey)
  const sure = vouchedOf(registers, program)
  const accountId = accountIdOf(standing)
  const counted = accountBase({ rows, registers }, accountId, signals, midAt)
  const base = { ...counted, doc: withoutMailbox(counted.doc, rows) }
  const { rowsOf } = base
  const checklist = program.checklists[0]
  const activation = checklist && activationOfAccount(checklist, base.doc, midAt)
  const engagement = engagementView({
    settings: engagementSettings(program),
    rowsOf,
    p90: population.p90,
    name: user => user,
    now: midAt,
  })
  const isConnected = population.hasMessages || (rowsOf['$message-in'] ?? []).length > 0
  const communication = communicationView({ program, rowsOf, isConnected, now: midAt })
  const doc = accountFacts({
    account: { rows, registers },
    base,
    accountId,
    signals,
    members: standing.members.map(({ user }) => ({
      registers: registersOfUser({ registers: then }, who, user),
    })),
    activation,
    engagement,
    communication,
    progress: standing.progress,
    now: midAt,
  })
  const { membership } = leadTypeView({
    program,
    activation: activation?.rate ?? 0,
    engagement: engagement.score,
    responsiveness: communication.responsiveness,
    claims: claimsOf({ program, doc: vouchedFacts(doc, sure), communication, engagement, now: midAt }),
    hasStarted: rows.length > 0,
    odds,
  })
  return JSON.stringify({ membership, mark })
}
