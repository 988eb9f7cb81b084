import type { SavedView } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
})
afterEach(() => f.dispose())

const AT = '/projects/app/views'
const save = async (name: string, search: Record<string, string>) =>
  f.call('POST', AT, { name, search }, await f.signIn('editor'))

test('a list is kept under its name for everybody; the same name is another list', async () => {
  await save('Due in Berlin', { stage: 'pql', segment: 'berlin' })
  const answer = await save('due in berlin', { touch: 'due' })
  expect(answer.body).toMatchObject([{ name: 'due in berlin', search: { touch: 'due' }, by: 'editor' }])
  const read = await f.call('GET', AT, undefined, await f.signIn('viewer'))
  expect(read.body).toEqual(answer.body)
  expect(await f.audit.list('app')).toMatchObject([{ action: 'view.saved' }, { action: 'view.saved' }])
})

test('it can be forgotten; there are not endlessly many, and a name is no nothing', async () => {
  const [view] = (await save('All', {})).body as readonly SavedView[]
  const editor = await f.signIn('editor')
  expect((await f.call('DELETE', `${AT}/${view?.id}`, undefined, editor)).body).toEqual([])
  expect((await f.call('DELETE', `${AT}/${view?.id}`, undefined, editor)).status).toBe(404)
  expect((await save(' ', {})).status).toBe(400)
  for (let n = 0; n < 50; n++) expect((await save(`View ${n}`, {})).status).toBe(200)
  expect((await save('One more', {})).status).toBe(400)
  expect((await save('View 3', { q: 'a' })).status).toBe(200)
})
