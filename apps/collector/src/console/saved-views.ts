import type { SavedView } from '@fireball/core'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Driver, Row } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import type { ConsoleEnv } from './guard.ts'
import { readBody, refuse } from './refusal.ts'

/** What lists that are kept under a name need. */
export interface SavedViewsPorts {
  readonly store: Driver
  readonly now: () => number
  readonly newId: () => string
}

/** So many in a project: a menu has an end. */
const MAX_VIEWS = 50

const LIST = 'SELECT id, name, search, at, author FROM saved_views WHERE project = $1 ORDER BY name, id'
const ADD = 'INSERT INTO saved_views (project, id, name, search, at, author) VALUES ($1, $2, $3, $4, $5, $6)'
const DROP = 'DELETE FROM saved_views WHERE project = $1 AND id = $2'

const word = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))

const VIEW = v.object({
  name: word(60),
  search: v.pipe(v.record(word(40), v.pipe(v.string(), v.maxLength(200))), v.maxEntries(20)),
})

/** The bodies of these routes, for the API’s description. */
export const VIEW_BODIES = { 'POST /projects/:project/views': VIEW } as const

const toView = (row: Row): SavedView => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  search: json(row, 'search') as SavedView['search'],
  by: text(row, 'author'),
  at: integer(row, 'at'),
})

/** Lists of accounts under a name, for everybody in the project. */
export const savedViewRoutes = ({ store, now, newId }: SavedViewsPorts) => {
  const list = async (project: string): Promise<readonly SavedView[]> =>
    (await store.all(LIST, [project])).map(toView)
  return new Hono<ConsoleEnv>()
    .get('/views', async c => c.json(await list(c.var.project.id)))
    .post('/views', async c => {
      const read = await readBody(c, VIEW)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      const { name, search } = read.body
      const views = await list(id)
      const before = views.find(one => one.name.toLowerCase() === name.toLowerCase())
      if (before === undefined && views.length >= MAX_VIEWS)
        return refuse(c, 'bad-body', `There are ${MAX_VIEWS} lists already: remove one first.`)
      await store.transaction(async queries => {
        if (before !== undefined) await queries.run(DROP, [id, before.id])
        await queries.run(ADD, [id, newId(), name, JSON.stringify(search), now(), c.var.actor])
      })
      c.set('target', name)
      return c.json(await list(id))
    })
    .delete('/views/:id', async c => {
      const { id } = c.var.project
      const view = (await list(id)).find(one => one.id === c.req.param('id'))
      if (view === undefined) return refuse(c, 'no-such-view', 'This project has no such list.')
      await store.run(DROP, [id, view.id])
      c.set('target', view.name)
      return c.json(await list(id))
    })
}
