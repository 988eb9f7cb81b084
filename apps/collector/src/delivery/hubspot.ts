import { CRM_DEFAULTS, isObject } from '@fireball/core'
import { listIn, parseAnswer } from './answer-json.ts'
import type { Called } from './call.ts'
import type { ChannelPorts } from './channel.ts'
import { type CrmMapping, type CrmRecord, missingNames } from './crm-record.ts'
import { isGood, type Outcome, outcomeOf, sayAnswer } from './outcome.ts'
import { type StoredDestination, secretsOf } from './stored-destination.ts'
import { type CrmSystem, unanswered } from './upsert.ts'

/** Source: https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/companies/batch/upsert-companies */
const BATCH = 100
const ANSWER_BYTES = 512 * 1024
const SCHEMA_BYTES = 4 * 1024 * 1024

/** All texts that stand somewhere in a value. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.flatMap(textsIn)
      : isObject(value)
        ? Object.values(value).flatMap(textsIn)
        : []

/** The mark of a record within its call, by which the answer names it. */
const traceOf = (place: number): string => `record-${place}`

/** What the answer to a batch says of each record: results name those that went well, errors the others. */
const readBatch = (
  text: string,
  status: number,
  idName: string,
  records: readonly CrmRecord[],
): readonly Outcome[] => {
  const answer = parseAnswer(text)
  const errors = listIn(answer, 'errors')
  if (status !== 207 && errors.length === 0) return records.map(() => ({ kind: 'sent' }))
  const good = new Set(
    listIn(answer, 'results').flatMap(({ properties, objectWriteTraceId }) => [
      ...(typeof objectWriteTraceId === 'string' ? [objectWriteTraceId] : []),
      ...(isObject(properties) && typeof properties[idName] === 'string' ? [properties[idName]] : []),
    ]),
  )
  return records.map(({ id }, place): Outcome => {
    const error = errors.find(({ context }) => {
      const named = textsIn(context)
      return named.includes(traceOf(place)) || named.includes(id)
    })
    if (error !== undefined) {
      const say = `HubSpot refused the record: ${typeof error.message === 'string' ? error.message.slice(0, 300) : ''}`
      return error.category === 'RATE_LIMITS'
        ? { kind: 'failed', say, isAll: true, waitMs: 0 }
        : { kind: 'refused', say }
    }
    return good.has(traceOf(place)) || good.has(id) ? { kind: 'sent' } : unanswered
  })
}

/** A batch that is refused as a whole because of what is in it: which record it was, smaller batches tell. */
const isAboutContent = (called: Called): boolean =>
  called.kind === 'answered' && [400, 409, 422].includes(called.status)

/** HubSpot: companies, found by a unique property. */
export const hubspot = ({ caller, waitMs }: ChannelPorts): CrmSystem => {
  const ask = (
    destination: StoredDestination,
    method: 'GET' | 'POST',
    path: string,
    body: object | undefined,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Called> =>
    caller.call(
      {
        method,
        url: `${destination.url.replace(/\/$/, '')}${path}`,
        headers: { authorization: `Bearer ${destination.secret}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        maxBytes,
      },
      signal,
    )
  const upsert = async (
    destination: StoredDestination,
    mapping: CrmMapping,
    records: readonly CrmRecord[],
    signal?: AbortSignal,
  ): Promise<readonly Outcome[]> => {
    const inputs = records.map(({ id, properties }, place) => ({
      id,
      idProperty: mapping.id,
      properties,
      objectWriteTraceId: traceOf(place),
    }))
    const path = `/crm/v3/objects/${mapping.object}/batch/upsert`
    const called = await ask(destination, 'POST', path, { inputs }, ANSWER_BYTES, signal)
    if (isAboutContent(called) && records.length > 1) {
      const half = Math.ceil(records.length / 2)
      return [
        ...(await upsert(destination, mapping, records.slice(0, half), signal)),
        ...(await upsert(destination, mapping, records.slice(half), signal)),
      ]
    }
    const outcome = outcomeOf(called, secretsOf(destination), waitMs)
    return outcome.kind === 'sent' && called.kind === 'answered'
      ? readBatch(called.text, called.status, mapping.id, records)
      : records.map(() => outcome)
  }
  return {
    batch: BATCH,
    defaults: CRM_DEFAULTS.hubspot,
    upsert,
    find: async (destination, mapping, records) => {
      const body = {
        idProperty: mapping.id,
        inputs: records.map(({ id }) => ({ id })),
        properties: [mapping.id, ...mapping.fields.map(([, name]) => name)],
      }
      const path = `/crm/v3/objects/${mapping.object}/batch/read`
      const called = await ask(destination, 'POST', path, body, ANSWER_BYTES)
      if (called.kind === 'failed') return { error: called.say }
      if (!isGood(called.status)) return { error: sayAnswer(called, secretsOf(destination)) }
      const found = new Map<string, Record<string, string | null>>()
      for (const { properties } of listIn(parseAnswer(called.text), 'results')) {
        const id = isObject(properties) ? properties[mapping.id] : undefined
        if (!isObject(properties) || typeof id !== 'string') continue
        const texts = Object.entries(properties).map(
          ([name, value]) => [name, typeof value === 'string' && value !== '' ? value : null] as const,
        )
        found.set(id, Object.fromEntries(texts))
      }
      return { found }
    },
    look: async (destination, mapping) => {
      const path = `/crm/v3/properties/${mapping.object}`
      const called = await ask(destination, 'GET', path, undefined, SCHEMA_BYTES)
      if (called.kind === 'failed') return { ok: false, say: called.say }
      if (!isGood(called.status)) return { ok: false, say: sayAnswer(called, secretsOf(destination)) }
      const properties = listIn(parseAnswer(called.text), 'results')
      const missing = missingNames(mapping, new Set(properties.map(({ name }) => `${name}`)))
      if (missing.length > 0)
        return { ok: false, say: `HubSpot’s ${mapping.object} have no property ${missing.join(', ')}.` }
      return properties.find(({ name }) => name === mapping.id)?.hasUniqueValue === true
        ? { ok: true, say: `HubSpot answers, and its ${mapping.object} have every property.` }
        : { ok: false, say: `“${mapping.id}” of ${mapping.object} must be a property with unique values.` }
    },
  }
}
