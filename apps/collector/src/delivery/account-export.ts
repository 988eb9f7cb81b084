import type { AccountRow } from '@fireball/core'
import { stringify } from 'csv-stringify/sync'
import { Hono } from 'hono'
import type { ConsoleEnv } from '../console/guard.ts'
import { refuse } from '../console/refusal.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Driver, Queries, Row } from '../store/driver.ts'
import { json, text } from '../store/row.ts'
import { leadValues } from './lead-values.ts'

/** What the export needs. */
export interface ExportRoutesPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
}

/** Rows are read, and sent, so many at a time. */
const PAGE = 500

const ALL = `SELECT akey, body FROM accounts WHERE akey > $1 AND akey < $2 ORDER BY akey LIMIT ${PAGE}`
const OF_SEGMENT = `SELECT a.akey, a.body FROM segment_accounts s JOIN accounts a ON a.akey = s.akey
  WHERE s.space = $1 AND s.segment = $2 AND s.akey > $3 ORDER BY s.akey LIMIT ${PAGE}`

const COLUMNS = [
  'account',
  'name',
  'stage',
  'type',
  'chance',
  'score',
  'activation',
  'users',
  'deal',
  'closes_at',
  'reason',
  'action',
  'segments',
  'last_active_at',
] as const

const dayOf = (at: number | null | undefined): string =>
  at === null || at === undefined ? '' : new Date(at).toISOString()

const cellsOf = (row: AccountRow): Readonly<Record<(typeof COLUMNS)[number], string | number>> => {
  const { chance, deal, id: _, link: __, domain: ___, type, ...values } = leadValues(row, null)
  return {
    account: row.akey,
    ...values,
    type: type ?? '',
    chance: chance ?? '',
    activation: Math.round(row.activation * 1000) / 1000,
    users: row.users,
    deal: deal ?? '',
    closes_at: dayOf(row.lead?.closesAt),
    segments: row.lead?.segments.join(' ') ?? '',
    last_active_at: dayOf(row.lastActiveAt),
  }
}

const toAccount = (row: Row): AccountRow => ({
  lead: null,
  ability: null,
  ...(json(row, 'body') as Omit<AccountRow, 'lead' | 'ability'>),
})

/** A page of rows as a text; a cell that a spreadsheet would take for a formula gets an apostrophe. */
const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: `${COLUMNS.join(',')}\n`,
    write: (rows: readonly AccountRow[]): string =>
      stringify(rows.map(cellsOf), { columns: [...COLUMNS], escape_formulas: true }),
  },
  ndjson: {
    type: 'application/x-ndjson',
    head: '',
    write: (rows: readonly AccountRow[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join(''),
  },
} as const

/** Accounts page by page, in the order of their keys: whatever changes meanwhile, each comes once. */
async function* pagesOf(
  queries: Pick<Queries, 'all'>,
  space: string,
  segment: string | undefined,
): AsyncGenerator<readonly AccountRow[]> {
  for (let last = `${space}/`; ; ) {
    const rows =
      segment === undefined
        ? await queries.all(ALL, [last, `${space}0`]) // the character after the slash
        : await queries.all(OF_SEGMENT, [space, segment, last])
    if (rows.length > 0) yield rows.map(toAccount)
    const end = rows.at(-1)
    if (end === undefined || rows.length < PAGE) return
    last = text(end, 'akey')
  }
}

/** All accounts as leads, streamed: memory holds a page at a time. */
export const exportRoutes = ({ store, programs }: ExportRoutesPorts) =>
  new Hono<ConsoleEnv>().get('/export/accounts', async c => {
    const { id } = c.var.project
    const { format = 'csv', segment } = c.req.query()
    if (format !== 'csv' && format !== 'ndjson')
      return refuse(c, 'bad-body', `There is no format “${format}”: csv or ndjson.`)
    const segments = (await programs.live(id))?.program.segments ?? []
    if (segment !== undefined && !segments.some(({ key }) => key === segment))
      return refuse(c, 'no-such-segment', `The program in force has no segment “${segment}”.`)
    const { type, head, write } = FORMATS[format]
    const pages = pagesOf(store, id, segment)
    const encoder = new TextEncoder()
    let isBegun = false
    const body = new ReadableStream<Uint8Array>({
      pull: async controller => {
        if (!isBegun) controller.enqueue(encoder.encode(head))
        isBegun = true
        const { value, done } = await pages.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(write(value)))
      },
      cancel: async () => {
        await pages.return(undefined)
      },
    })
    return c.body(body, 200, {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${id}-accounts.${format}"`,
      'X-Content-Type-Options': 'nosniff',
    })
  })
