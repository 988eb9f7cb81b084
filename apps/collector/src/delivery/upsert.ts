import type { DestinationPreview } from '@fireball/core'
import { withoutSpace } from '../store/akey.ts'
import type { Channel, Outgoing, Tested } from './channel.ts'
import {
  type CrmDefaults,
  type CrmFound,
  type CrmMapping,
  type CrmRecord,
  diffOf,
  mappingOf,
  recordOf,
} from './crm-record.ts'
import type { LeadValues } from './lead-values.ts'
import type { Outcome } from './outcome.ts'
import type { StoredDestination } from './stored-destination.ts'

/** What is particular to one system. */
export interface CrmSystem {
  readonly defaults: CrmDefaults
  /** Records in one call at most. */
  readonly batch: number
  /** Writes records; one outcome each, in their order. */
  upsert(
    destination: StoredDestination,
    mapping: CrmMapping,
    records: readonly CrmRecord[],
    signal?: AbortSignal,
  ): Promise<readonly Outcome[]>
  /** Reads what is there; or says why not. */
  find(
    destination: StoredDestination,
    mapping: CrmMapping,
    records: readonly CrmRecord[],
  ): Promise<{ readonly found: CrmFound } | { readonly error: string }>
  /** Whether records could be written, found out without writing. */
  look(destination: StoredDestination, mapping: CrmMapping): Promise<Tested>
}

/** How accounts stand now, by key. */
export type ReadLeads = (akeys: readonly string[]) => Promise<ReadonlyMap<string, LeadValues>>

/**
 * Writes accounts as they stand when they are written, not as they stood when the message was made: so a message that
 * comes late, or twice, never turns anything back. Several messages of one account make one record.
 */
export const crmChannel = (system: CrmSystem, readLeads: ReadLeads): Channel => {
  const recordsOf = async (
    akeys: readonly string[],
    mapping: CrmMapping,
  ): Promise<ReadonlyMap<string, CrmRecord>> => {
    const leads = await readLeads(akeys)
    return new Map([...leads].map(([akey, values]) => [akey, recordOf(akey, values, mapping)]))
  }
  return {
    batch: system.batch,
    parallel: 1,
    send: async (destination, messages: readonly Outgoing[], signal) => {
      const mapping = mappingOf(destination, system.defaults)
      const records = await recordsOf(
        messages.map(({ akey }) => akey),
        mapping,
      )
      const wanted = [...records.values()]
      const written = wanted.length === 0 ? [] : await system.upsert(destination, mapping, wanted, signal)
      const outcomes = new Map(wanted.map(({ akey }, i) => [akey, written[i]]))
      return messages.map(
        // An account that is gone meanwhile has nothing to be written.
        ({ akey }): Outcome => (records.has(akey) ? (outcomes.get(akey) ?? unanswered) : { kind: 'sent' }),
      )
    },
    test: destination => system.look(destination, mappingOf(destination, system.defaults)),
    preview: async (destination, akeys): Promise<DestinationPreview> => {
      const mapping = mappingOf(destination, system.defaults)
      const records = [...(await recordsOf(akeys, mapping)).values()].slice(0, system.batch)
      if (records.length === 0) return { items: [], error: null }
      const read = await system.find(destination, mapping, records)
      if ('error' in read) return { items: [], error: read.error }
      const items = diffOf(records, read.found).map(item => ({ ...item, akey: withoutSpace(item.akey) }))
      return { items, error: null }
    },
  }
}

/** The answer says nothing of a record that was sent. */
export const unanswered: Outcome = {
  kind: 'failed',
  say: 'The answer says nothing of this record.',
  isAll: false,
  waitMs: 0,
}
