import { LEAD_TYPES, LIFE_STAGES } from '@fireball/core'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Assessor } from '../leads/assessor.ts'
import type { People } from '../people.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import { accountPage, explainMember } from './account-page.ts'
import {
  type AccountsFilter,
  type AccountsQuery,
  listAccounts,
  MAX_ACCOUNTS,
  TOUCH_STATES,
} from './accounts.ts'
import type { ConsoleEnv } from './guard.ts'
import { createHelpRoom } from './help.ts'
import { noProgram, readBody, refuse } from './refusal.ts'

/** What the account and help rooms need. */
export interface AccountRoutesPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
  readonly people: People
  readonly assessor: Assessor
  readonly now: () => number
  /** A request for help was answered: how its account stands is due to be looked at. */
  readonly onAnswered: () => void
}

const whole = (fallback: number, max: number) =>
  v.fallback(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.maxValue(max)), fallback)

/** What lists are narrowed to, in a query: what cannot be read as such is as if it were not there. */
const FILTER = {
  stage: v.fallback(v.optional(v.picklist(['signed-up', 'activating', 'first-value', 'pql'])), undefined),
  quadrant: v.fallback(
    v.optional(v.picklist(['throwing-fireballs', 'silent-win', 'spinning-wheels', 'not-started'])),
    undefined,
  ),
  type: v.fallback(v.optional(v.picklist(LEAD_TYPES)), undefined),
  life: v.fallback(v.optional(v.picklist(LIFE_STAGES)), undefined),
  segment: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,62}$/))), undefined),
  sort: v.fallback(v.picklist(['rank', 'chance', 'value', 'engagement']), 'rank'),
  q: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(200))), undefined),
  touch: v.fallback(v.optional(v.picklist(TOUCH_STATES)), undefined),
  dueBy: v.fallback(
    v.optional(v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), v.maxValue(8.64e15))),
    undefined,
  ),
  ofOne: v.optional(v.string()),
} as const

const QUERY = v.object({
  ...FILTER,
  offset: whole(0, 999_999_999),
  limit: whole(50, MAX_ACCOUNTS),
})

const CHANGE = v.object({
  state: v.picklist(['seen', 'answered']),
  answer: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(4000))),
})

/** The bodies of these routes, for the API’s description. */
export const ACCOUNT_BODIES = { 'POST /projects/:project/help/:id': CHANGE } as const

const NARROWING = v.object(FILTER)

/** What a list is narrowed to and ordered by, as a query says it. */
export const accountsFilter = (search: Record<string, string>): AccountsFilter => {
  const { ofOne, ...filter } = v.parse(NARROWING, search)
  return { ...filter, hidesOfOne: ofOne === 'hide' }
}

const accountsQuery = (search: Record<string, string>): AccountsQuery => {
  const { ofOne, ...query } = v.parse(QUERY, search)
  return { ...query, hidesOfOne: ofOne === 'hide' }
}

/** The ranked list, the account page, and the inbox of requests for help. */
export const accountRoutes = ({ store, programs, people, assessor, now, onAnswered }: AccountRoutesPorts) => {
  const help = createHelpRoom({ store, people, now, onAnswered })
  return new Hono<ConsoleEnv>()
    .get('/accounts', async c => {
      const { id } = c.var.project
      const live = await programs.live(id)
      return c.json(await listAccounts(store, id, accountsQuery(c.req.query()), live, now()))
    })
    .get('/accounts/:akey', async c => {
      const { id } = c.var.project
      const live = await programs.live(id)
      if (live === undefined) return noProgram(c)
      const akey = c.req.param('akey')
      const page = /^[gua]:./.test(akey)
        ? await accountPage({ store, assessor, help, now }, id, akey, live)
        : undefined
      return page === undefined
        ? refuse(c, 'no-such-account', `Nothing is known of “${akey}”.`)
        : c.json(page)
    })
    .get('/accounts/:akey/ability', async c => {
      const { id } = c.var.project
      const live = await programs.live(id)
      if (live === undefined) return noProgram(c)
      const akey = c.req.param('akey')
      const { user = '', skill = '' } = c.req.query()
      const found = /^[gua]:./.test(akey)
        ? await explainMember({ store, assessor, now }, id, akey, live, { user, skill })
        : undefined
      return found === undefined
        ? refuse(c, 'no-such-skill', 'There is no such user or skill in this account.')
        : c.json(found)
    })
    .get('/help', async c => {
      const live = await programs.live(c.var.project.id)
      return live === undefined
        ? c.json({ items: [], open: 0 })
        : c.json(await help.inbox(c.var.project.id, live))
    })
    .post('/help/:id', async c => {
      const read = await readBody(c, CHANGE)
      if ('refusal' in read) return read.refusal
      const live = await programs.live(c.var.project.id)
      if (live === undefined) return noProgram(c)
      const item = await help.change(c.var.project.id, live, c.req.param('id'), read.body)
      return item === undefined
        ? refuse(c, 'no-such-request', 'There is no such request for help.')
        : c.json(item)
    })
}
