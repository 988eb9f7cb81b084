import type { AccountList, AccountRow } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
  for (const row of ROWS) await f.store.run(PUT, put(row))
})
afterEach(() => f.dispose())

const PUT = `INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate, is_complete,
    has_first_value, body, version, computed_at, quadrant, lead_type, life, p_close, deal, touch, touch_by)
  VALUES ($1, 'app', $2, $3, $4, 0, $5, 0, 0, 0, $6, '', 0, 'silent-win', '', $7, $8, $9, $10, $11)`

interface Put {
  readonly id: string
  readonly stage?: string
  readonly life?: string | null
  readonly urgency?: number
  readonly p?: number
  readonly deal?: number
  readonly touch?: string
  readonly by?: number
  readonly search?: string
}

const put = ({ id, stage = 'pql', life = 'pql', urgency = 3, p = 0, deal = 0, ...more }: Put) => [
  `app/g:${id}`,
  stage,
  urgency,
  100,
  more.search ?? id,
  JSON.stringify({ akey: `g:${id}`, name: id, stage, engagement: 1, activation: 1, users: 1 }),
  life,
  p,
  deal,
  more.touch ?? 'wait',
  more.by ?? null,
]

const ROWS: readonly Put[] = [
  { id: 'open', urgency: 13, touch: 'due', by: 50, deal: 100, p: 500_000 },
  { id: 'late', urgency: 13, touch: 'due', by: 20, deal: 900, p: 100_000, search: 'late mia berg' },
  { id: 'held', urgency: 8, touch: 'held', by: 90, p: 900_000 },
  { id: 'won', life: 'won' },
  { id: 'lost', life: 'lost' },
  { id: 'risk', life: 'at-risk', touch: 'due', by: 60, urgency: 12 },
  { id: 'unknown', life: null },
  { id: 'new', stage: 'signed-up', life: 'signed-up', urgency: 0 },
]

const list = async (query: string): Promise<AccountList> =>
  (await f.call('GET', `/projects/app/accounts${query}`, undefined, await f.signIn('viewer')))
    .body as AccountList

const idsIn = (rows: readonly AccountRow[]): readonly string[] => rows.map(({ akey }) => akey.slice(2))

const exported = async (query: string): Promise<readonly string[]> => {
  const answer = await f.api.request(
    `http://localhost/projects/app/export/accounts${query}${query === '' ? '?' : '&'}format=ndjson`,
    { headers: await f.signIn('viewer') },
  )
  const text = (await answer.text()).trimEnd()
  return text === '' ? [] : idsIn(text.split('\n').map(line => JSON.parse(line)))
}

test('a PQL is open: customers and lost ones are none, in the list and in what is counted', async () => {
  const pqls = await list('?stage=pql')
  expect(idsIn(pqls.accounts)).toEqual(['late', 'open', 'held', 'unknown'])
  expect(pqls.total).toBe(4)
  expect(pqls.stages).toMatchObject({ pql: 4, 'signed-up': 1 })
  expect((await list('')).total).toBe(8)
  expect((await list('?stage=pql&life=at-risk')).total).toBe(0)
})

test('who waits for attention is counted and found; by when, too', async () => {
  expect(await list('')).toMatchObject({ heldPqls: 1, touches: { due: 3, held: 1, wait: 4 } })
  expect(idsIn((await list('?touch=held')).accounts)).toEqual(['held'])
  expect(idsIn((await list('?touch=due&dueBy=50')).accounts)).toEqual(['late', 'open'])
  expect((await list('?touch=nonsense&dueBy=x')).total).toBe(8)
})

const COMBINED = [
  '',
  '?stage=pql',
  '?stage=pql&sort=chance',
  '?sort=value',
  '?touch=due&sort=value',
  '?life=at-risk&touch=due',
  '?q=mia&stage=pql',
  '?quadrant=silent-win&ofOne=hide&sort=engagement',
  '?q=zzz',
] as const

test.each(COMBINED)('what is exported of “%s” is the list, in its order', async query => {
  const { accounts, total } = await list(query)
  expect(await exported(query)).toEqual(idsIn(accounts))
  expect(accounts).toHaveLength(total)
})
