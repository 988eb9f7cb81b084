import { evaluate } from '../condition.ts'
import type { JsonObject } from '../json.ts'
import type { Program } from '../program/program.ts'

/** Keys of the segments that an account is in, in the program's order. */
export const segmentsOf = (
  { segments = [] }: Pick<Program, 'segments'>,
  doc: JsonObject,
  now: number,
): readonly string[] =>
  segments.filter(({ where }) => evaluate(where, doc, { now }) === true).map(({ key }) => key)

/** Whether an account is a marketing- and a sales-qualified lead by the program's rules; without rules it is neither. */
export const marketingFacts = (
  { leads }: Pick<Program, 'leads'>,
  doc: JsonObject,
  now: number,
): { readonly isMql: boolean; readonly isSql: boolean } => ({
  isMql: leads?.mql !== undefined && evaluate(leads.mql, doc, { now }) === true,
  isSql: leads?.sql !== undefined && evaluate(leads.sql, doc, { now }) === true,
})

/** Since when something holds that was reached once for all: as first noticed; null until then. */
export const becameAt = (before: number | null, holds: boolean, now: number): number | null =>
  before ?? (holds ? now : null)
