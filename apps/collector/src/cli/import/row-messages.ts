import { createHash } from 'node:crypto'
import { evaluate, type Json, type JsonObject } from '@fireball/core'
import type { MessageRule, Source, ValueRule } from './mapping.ts'
import { readInstant } from './read-instant.ts'
import { type LogRow, readText, readValue } from './read-value.ts'

/** Why a row gives no message. */
export type LeftOut =
  | 'undated'
  | 'bad-date'
  | 'no-id'
  | 'no-rule-fits'
  | 'unreadable'
  | 'too-large'
  | 'left-out'

/** A message of the tracking API, ready to be sent. */
export type OutMessage = JsonObject

/** The messages of one row, or why there are none. */
export type RowMessages =
  | { readonly kind: 'messages'; readonly messages: readonly OutMessage[] }
  | { readonly kind: 'left-out'; readonly reason: LeftOut }

const valuesOf = (
  row: LogRow,
  rules: Readonly<Record<string, ValueRule>> | undefined,
): Record<string, Json> => {
  const values: Record<string, Json> = {}
  for (const [name, rule] of Object.entries(rules ?? {})) {
    const value = readValue(row, rule)
    if (value !== undefined) values[name] = value
  }
  return values
}

const bodyOf = (row: LogRow, rule: MessageRule): Record<string, Json> => {
  switch (rule.type) {
    case 'track':
      return { event: rule.event, properties: valuesOf(row, rule.properties) }
    case 'page':
      return {
        ...(rule.name === undefined ? {} : { name: rule.name }),
        properties: valuesOf(row, rule.properties),
      }
    default:
      return { traits: valuesOf(row, rule.traits) }
  }
}

/**
 * The same row gives the same ids in every run, wherever it stands in the file, so that a repeated import counts
 * nothing twice. Rows looked up elsewhere are no part of it.
 */
const rowHash = (source: Source, row: LogRow): string => {
  const named = source.id?.map(column => readText(row, column) ?? '') ?? Object.entries(row)
  return createHash('sha256')
    .update(JSON.stringify([source.files, named]))
    .digest('base64url')
    .slice(0, 27)
}

const idsOf = (source: Source, row: LogRow, type: MessageRule['type']): Record<string, Json> => {
  const read = (column: string | undefined) => (column === undefined ? undefined : readText(row, column))
  const userId = read(source.userId)
  const anonymousId = read(source.anonymousId)
  const groupId = read(source.groupId)
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
    ...(groupId === undefined ? {} : type === 'group' ? { groupId } : { context: { groupId } }),
  }
}

/** What a row says. `row` is as it stands in the file; `known` the same with what was looked up for it. */
export const rowMessages = (source: Source, row: LogRow, known: LogRow = row): RowMessages => {
  const leaveOut = (reason: LeftOut): RowMessages => ({ kind: 'left-out', reason })
  if (source.leaveOut !== undefined) return leaveOut('left-out')
  const at = readInstant(known, source.timestamp ?? '')
  if (typeof at === 'string') return leaveOut(at)
  const rules = (source.each ?? []).map((rule, index) => ({ rule, index }))
  const fitting = rules.filter(
    ({ rule }) => rule.when === undefined || evaluate(rule.when, known, { now: at }) === true,
  )
  if (fitting.length === 0) return leaveOut('no-rule-fits')
  const hash = rowHash(source, row)
  const timestamp = new Date(at).toISOString()
  const messages = fitting.flatMap(({ rule, index }) => {
    const ids = idsOf(source, known, rule.type)
    const isNamed = ids.userId !== undefined || ids.anonymousId !== undefined
    if (!isNamed || (rule.type === 'group' && ids.groupId === undefined)) return []
    return [{ type: rule.type, messageId: `${hash}-${index}`, timestamp, ...ids, ...bodyOf(known, rule) }]
  })
  return messages.length === 0 ? leaveOut('no-id') : { kind: 'messages', messages }
}
