import type { AccountRow } from '@fireball/core'
import { stringify } from 'csv-stringify/sync'
import { Hono } from 'hono'
import { accountsFilter } from '../console/account-routes.ts'
import { listedKeys, readAccounts } from '../console/accounts.ts'
import type { ConsoleEnv } from '../console/guard.ts'
import { refuse } from '../console/refusal.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Driver, Queries } from '../store/driver.ts'
import { leadValues } from './lead-values.ts'

/** What the export needs. */
export interface ExportRoutesPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
  readonly now: () => number
}

/** Rows are read, and sent, so many at a time. */
const PAGE = 500

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

/**
 * Accounts page by page, in the order in which the list had them when it was asked for: whatever changes meanwhile, each
 * comes once.
 */
async function* pagesOf(
  store: Pick<Queries, 'all'>,
  keys: readonly string[],
): AsyncGenerator<readonly AccountRow[]> {
  for (let from = 0; from < keys.length; from += PAGE)
    yield await readAccounts(store, keys.slice(from, from + PAGE))
}

/** The accounts of a list as leads, streamed: memory holds its keys, and a page of rows at a time. */
export const exportRoutes = ({ store, programs, now }: ExportRoutesPorts) =>
  new Hono<ConsoleEnv>().get('/export/accounts', async c => {
    const { id } = c.var.project
    const { format = 'csv', segment } = c.req.query()
    if (format !== 'csv' && format !== 'ndjson')
      return refuse(c, 'bad-body', `There is no format “${format}”: csv or ndjson.`)
    const segments = (await programs.live(id))?.program.segments ?? []
    if (segment !== undefined && !segments.some(({ key }) => key === segment))
      return refuse(c, 'no-such-segment', `The program in force has no segment “${segment}”.`)
    const { type, head, write } = FORMATS[format]
    const pages = pagesOf(store, await listedKeys(store, id, accountsFilter(c.req.query()), now()))
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
