import {
  accountDoc,
  activationOfAccount,
  type CompiledSignal,
  claimsOf,
  communicationView,
  DAY_MS,
  engagementSettings,
  engagementView,
  type Json,
  type LeadType,
  leadTypeView,
  type Program,
  type Row,
  rowsBySignal,
} from '@fireball/core'

/** What the odds of the seven types are read from. */
export interface PastOddsInput {
  readonly program: Program
  readonly signals: readonly CompiledSignal[]
  readonly rows: readonly Row[]
  readonly traits: Readonly<Record<string, Json>>
  /** 90th percentile of raw engagement over the project's accounts. */
  readonly p90: number | undefined
  /** Whether a source of messages is connected. */
  readonly isConnected: boolean
  readonly odds: Readonly<Record<LeadType, number>>
}

/** What the seven types said of an account at the end of a UTC day: nothing of a later day is read. */
export const pastOdds = (input: PastOddsInput, day: number): number => {
  const { program, signals, traits, p90, isConnected, odds } = input
  const now = (day + 1) * DAY_MS - 1
  const rows = input.rows.filter(row => row.day <= day)
  const registers = Object.fromEntries(
    Object.entries(traits).map(([name, value]) => [`traits.${name}`, value]),
  )
  const doc = accountDoc({ rows, registers }, undefined, signals, now)
  const rowsOf = rowsBySignal(rows, signals)
  const settings = engagementSettings(program)
  const engagement = engagementView({ settings, rowsOf, p90, name: user => user, now })
  const communication = communicationView({ program, rowsOf, isConnected, now })
  const [checklist] = program.checklists
  return leadTypeView({
    program,
    activation: checklist === undefined ? 0 : activationOfAccount(checklist, doc, now).rate,
    engagement: engagement.score,
    responsiveness: communication.responsiveness,
    claims: claimsOf({ program, doc, communication, engagement, now }),
    hasStarted: rows.length > 0,
    odds,
  }).odds
}
