import type { AccountRow } from '@fireball/core'
import { projectOf, spaceOf, withoutSpace } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Queries } from '../store/driver.ts'
import { json, text } from '../store/row.ts'

/** What is told elsewhere of an account as a lead; null where nobody knows. */
export interface LeadValues {
  /** The account’s id, as the host app calls it. */
  readonly id: string
  readonly name: string
  readonly domain: string | null
  /** 0–100: how much it is used. */
  readonly score: number
  /** 0–1: to convert within the horizon. */
  readonly chance: number | null
  readonly stage: string
  readonly type: string | null
  readonly reason: string
  /** What to do, and, when a person’s turn has come, how the playbook would go about it. */
  readonly action: string
  readonly deal: number | null
  /** Where the console shows it. */
  readonly link: string | null
}

/** Where the console shows an account; null where it is not known how people reach the collector. */
export const accountLink = (origin: string | undefined, akey: string): string | null =>
  origin === undefined
    ? null
    : `${origin}/console/${encodeURIComponent(projectOf(spaceOf(akey)))}/accounts/${encodeURIComponent(withoutSpace(akey))}`

/** Reads them out of the account’s row. */
export const leadValues = (
  row: AccountRow,
  link: string | null,
  domain: string | null = null,
): LeadValues => {
  const { lead } = row
  return {
    id: row.akey.slice(2),
    name: row.name,
    domain,
    score: Math.round(row.engagement),
    chance: lead === null ? null : Math.round(lead.propensity.p * 1000) / 1000,
    stage: lead?.stage ?? row.stage,
    type: lead?.type.say ?? null,
    reason: row.reason,
    action: [row.action, ...(lead?.touch.state === 'due' ? [lead.touch.what] : [])]
      .filter((part, i, all) => part !== '' && all.indexOf(part) === i)
      .join('. '),
    deal: lead?.deal ?? null,
    link,
  }
}

const ROWS = `SELECT akey, body FROM accounts WHERE akey IN (${placesOf()})`
const DOMAINS = `SELECT akey, value FROM registers WHERE akey IN (${placesOf()})
  AND subject = '' AND name = 'traits.domain'`

/** How accounts stand now, by their keys; those that nobody evaluated are left out. */
export const readLeadValues = async (
  queries: Pick<Queries, 'all'>,
  akeys: readonly string[],
  origin: string | undefined,
): Promise<ReadonlyMap<string, LeadValues>> => {
  const domains = new Map<string, string>()
  const found = new Map<string, LeadValues>()
  for (const chunk of inChunks([...new Set(akeys)].sort())) {
    const [rows, named] = await Promise.all([queries.all(ROWS, chunk), queries.all(DOMAINS, chunk)])
    for (const row of named) {
      const domain = json(row, 'value')
      if (typeof domain === 'string' && domain !== '') domains.set(text(row, 'akey'), domain)
    }
    for (const row of rows) {
      const akey = text(row, 'akey')
      const body = { lead: null, ...(json(row, 'body') as Omit<AccountRow, 'lead'>) }
      found.set(akey, leadValues(body, accountLink(origin, akey), domains.get(akey) ?? null))
    }
  }
  return found
}
