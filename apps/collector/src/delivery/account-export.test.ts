import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture, PROGRAM } from '../console/fixture.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
})
afterEach(async () => {
  expect(f.errors).toEqual([])
  await f.dispose()
})

const PUT = `INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate, is_complete,
    has_first_value, body, version, computed_at) VALUES ($1, $2, 'pql', 0, 0, 0, '', 0, 0, 0, $3, '', 0)`
const AT = '/projects/app/export/accounts'

const put = (akey: string, name: string, space = 'app') =>
  f.store.run(PUT, [
    `${space}/${akey}`,
    space,
    JSON.stringify({
      akey,
      name,
      stage: 'pql',
      reason: '-1 steps, “done”',
      action: '@here',
      engagement: 88.4,
      activation: 0.5,
      users: 3,
      lastActiveAt: 0,
    }),
  ])

const read = async (query: string): Promise<Response> =>
  f.api.request(`http://localhost${AT}${query}`, { headers: await f.signIn('viewer') })

test('CSV has a line an account, and no cell that a spreadsheet would take for a formula', async () => {
  await put('g:acme', '=HYPERLINK("https://evil.example","Acme")')
  await put('g:bolt', '+1 Bolt')
  await put('g:test', 'Test', 'app:test')
  const response = await read('')
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="app-accounts.csv"')
  expect((await response.text()).split('\n')).toEqual([
    'account,name,stage,type,chance,score,activation,users,deal,closes_at,reason,action,segments,last_active_at',
    `g:acme,"'=HYPERLINK(""https://evil.example"",""Acme"")",pql,,,88,0.5,3,,,"'-1 steps, “done”",'@here,,1970-01-01T00:00:00.000Z`,
    `g:bolt,'+1 Bolt,pql,,,88,0.5,3,,,"'-1 steps, “done”",'@here,,1970-01-01T00:00:00.000Z`,
    '',
  ])
})

test('NDJSON has whole rows, page after page, each account once', async () => {
  const wanted = Array.from({ length: 1001 }, (_, n) => `g:${`${n}`.padStart(4, '0')}`)
  await f.store.transaction(async queries => {
    for (const akey of wanted) queries.run(PUT, [`app/${akey}`, 'app', JSON.stringify({ akey, name: akey })])
  })
  const lines = (await (await read('?format=ndjson')).text()).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line).akey)).toEqual(wanted)
})

test('a segment alone; what there is not is said so', async () => {
  await put('g:acme', 'Acme')
  await put('g:bolt', 'Bolt')
  await f.programs.publish(
    'app',
    { ...PROGRAM, segments: [{ key: 'big', name: 'Big', where: { 'account.plan': 'pro' } }] },
    { author: 'test', note: '' },
  )
  await f.store.run('INSERT INTO segment_accounts (akey, segment, space, is_of_one) VALUES ($1, $2, $3, 0)', [
    'app/g:bolt',
    'big',
    'app',
  ])
  const text = await (await read('?segment=big&format=ndjson')).text()
  expect(
    text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).akey),
  ).toEqual(['g:bolt'])
  expect((await read('?segment=none')).status).toBe(404)
  expect((await read('?format=xlsx')).status).toBe(400)
})
