import { CRM_DEFAULTS } from '@fireball/core'
import { listIn, objectsIn, parseAnswer, textIn } from './answer-json.ts'
import type { Call, Called } from './call.ts'
import type { ChannelPorts } from './channel.ts'
import { missingNames } from './crm-record.ts'
import { isGood, type Outcome, outcomeOf, sayAnswer } from './outcome.ts'
import { type StoredDestination, secretsOf } from './stored-destination.ts'
import { type CrmSystem, unanswered } from './upsert.ts'

/** Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_upsert.htm */
const BATCH = 200
const API = '/services/data/v60.0'
const ANSWER_BYTES = 512 * 1024
const SCHEMA_BYTES = 8 * 1024 * 1024
/** Ids in one query: it stands in an address. */
const QUERIED = 40
/** Refused for now only. */
const LATER: readonly string[] = [
  'UNABLE_TO_LOCK_ROW',
  'REQUEST_LIMIT_EXCEEDED',
  'REQUEST_RUNNING_TOO_LONG',
  'SERVER_UNAVAILABLE',
  'QUERY_TIMEOUT',
]
/** The day’s calls are used up: asked again after so long. */
const LIMIT_WAIT_MS = 15 * 60_000

const NO_TOKEN: Called = { kind: 'failed', say: 'Salesforce answered without a token', isRefused: false }

const readRecord = (result: Readonly<Record<string, unknown>> | undefined): Outcome => {
  if (result === undefined) return unanswered
  if (result.success === true) return { kind: 'sent' }
  const [error] = listIn(result, 'errors')
  const code = textIn(error, 'statusCode')
  const say = `Salesforce refused the record: ${code}: ${textIn(error, 'message').slice(0, 300)}`
  return LATER.includes(code) ? { kind: 'failed', say, isAll: false, waitMs: 0 } : { kind: 'refused', say }
}

/** A text within a query. Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
const quoted = (text: string): string =>
  `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll(/\p{Cc}/gu, '')}'`

/**
 * Salesforce: accounts, found by an external id. The secret is a token as it is, or `<consumer key>:<consumer secret>` of
 * an app with the client credentials flow; then a token is fetched, and again when it no longer opens anything.
 */
export const salesforce = ({ caller, waitMs }: ChannelPorts): CrmSystem => {
  const tokens = new Map<string, string>()
  const base = ({ url }: StoredDestination): string => url.replace(/\/$/, '')

  const fetchToken = async (destination: StoredDestination): Promise<Called | string> => {
    const [key = '', ...rest] = destination.secret.split(':')
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: key,
      client_secret: rest.join(':'),
    })
    const called = await caller.call({
      method: 'POST',
      url: `${base(destination)}/services/oauth2/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    })
    if (called.kind === 'failed' || !isGood(called.status)) return called
    const token = textIn(parseAnswer(called.text), 'access_token')
    return token === '' ? NO_TOKEN : token
  }

  const ask = async (
    destination: StoredDestination,
    call: Omit<Call, 'url' | 'headers'> & { readonly path: string },
    signal?: AbortSignal,
  ): Promise<Called> => {
    const { path, ...rest } = call
    const isFetched = destination.secret.includes(':')
    const place = `${destination.id}\t${destination.secret}`
    for (let isSecond = false; ; isSecond = true) {
      let token = isFetched ? tokens.get(place) : destination.secret
      if (token === undefined) {
        const fetched = await fetchToken(destination)
        if (typeof fetched !== 'string') return fetched
        token = fetched
        tokens.set(place, token)
      }
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const called = await caller.call({ ...rest, url: `${base(destination)}${path}`, headers }, signal)
      if (!isFetched || isSecond || called.kind === 'failed' || called.status !== 401) return called
      tokens.delete(place)
    }
  }

  const outcomeOfAll = (called: Called, destination: StoredDestination): Outcome => {
    const isLimit =
      called.kind === 'answered' && called.status === 403 && called.text.includes('REQUEST_LIMIT_EXCEEDED')
    return isLimit
      ? {
          kind: 'failed',
          say: 'Salesforce takes no more calls for now (REQUEST_LIMIT_EXCEEDED).',
          isAll: true,
          waitMs: LIMIT_WAIT_MS,
        }
      : outcomeOf(called, secretsOf(destination), waitMs)
  }

  return {
    batch: BATCH,
    defaults: CRM_DEFAULTS.salesforce,
    upsert: async (destination, { object, id: idName }, records, signal) => {
      const body = {
        allOrNone: false,
        records: records.map(({ id, properties }) => ({
          attributes: { type: object },
          ...properties,
          [idName]: id,
        })),
      }
      const called = await ask(
        destination,
        {
          method: 'PATCH',
          path: `${API}/composite/sobjects/${object}/${idName}`,
          body: JSON.stringify(body),
          maxBytes: ANSWER_BYTES,
        },
        signal,
      )
      const outcome = outcomeOfAll(called, destination)
      if (outcome.kind !== 'sent' || called.kind !== 'answered') return records.map(() => outcome)
      // Results stand in the order of the records.
      const results = objectsIn(parseAnswer(called.text))
      return records.map((_, place) => readRecord(results[place]))
    },
    find: async (destination, { object, id: idName, fields }, records) => {
      const names = [idName, ...fields.map(([, name]) => name)]
      const found = new Map<string, Record<string, string | null>>()
      for (let from = 0; from < records.length; from += QUERIED) {
        const ids = records.slice(from, from + QUERIED).map(({ id }) => quoted(id))
        const query = `SELECT ${names.join(', ')} FROM ${object} WHERE ${idName} IN (${ids.join(', ')})`
        const path = `${API}/query?q=${encodeURIComponent(query)}`
        const called = await ask(destination, { method: 'GET', path, maxBytes: ANSWER_BYTES })
        if (called.kind === 'failed') return { error: called.say }
        if (!isGood(called.status)) return { error: sayAnswer(called, secretsOf(destination)) }
        const answer = parseAnswer(called.text)
        for (const record of listIn(answer, 'records')) {
          const texts = names.map(name => {
            const value = record[name]
            return [name, value === null || value === undefined ? null : `${value}`] as const
          })
          found.set(textIn(record, idName), Object.fromEntries(texts))
        }
      }
      return { found }
    },
    look: async (destination, mapping) => {
      const path = `${API}/sobjects/${mapping.object}/describe`
      const called = await ask(destination, { method: 'GET', path, maxBytes: SCHEMA_BYTES })
      if (called.kind === 'failed') return { ok: false, say: called.say }
      if (!isGood(called.status)) return { ok: false, say: sayAnswer(called, secretsOf(destination)) }
      const answer = parseAnswer(called.text)
      const fields = listIn(answer, 'fields')
      const missing = missingNames(mapping, new Set(fields.map(({ name }) => `${name}`)))
      if (missing.length > 0)
        return { ok: false, say: `Salesforce’s ${mapping.object} has no field ${missing.join(', ')}.` }
      return fields.find(({ name }) => name === mapping.id)?.externalId === true
        ? { ok: true, say: `Salesforce answers, and its ${mapping.object} has every field.` }
        : { ok: false, say: `“${mapping.id}” of ${mapping.object} must be an external id.` }
    },
  }
}
