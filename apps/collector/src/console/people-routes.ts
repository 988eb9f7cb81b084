import { createHash } from 'node:crypto'
import type { Erasure, SubjectExport } from '@fireball/core'
import { Hono } from 'hono'
import type { People } from '../people.ts'
import { erasePerson } from '../privacy/erase.ts'
import { exportPerson, placesOfPerson } from '../privacy/person.ts'
import type { Driver } from '../store/driver.ts'
import type { ConsoleEnv } from './guard.ts'

/** What the rights of people need. */
export interface PeopleRoutesPorts {
  readonly store: Driver
  readonly people: Pick<People, 'ofUser'>
  readonly now: () => number
  /** Links of the person are gone: nothing may suppose them any more. */
  readonly onErased: (project: string) => void
}

/** What stays of an erased person in the log: enough to answer whether a given id was erased, and no more. */
const unnamed = (user: string): string =>
  `person ${createHash('sha256').update(user).digest('hex').slice(0, 16)}`

/** What the law gives people: a copy of what is stored of them, and its end. */
export const peopleRoutes = ({ store, people, now, onErased }: PeopleRoutesPorts) =>
  new Hono<ConsoleEnv>()
    .get('/people/:user', async c => {
      const user = c.req.param('user')
      const places = await placesOfPerson(people, c.var.project.id, user)
      const answer: SubjectExport = {
        user,
        subjects: places.subjects,
        accounts: places.accounts,
        at: now(),
        tables: await exportPerson(store, places),
      }
      c.set('target', unnamed(user))
      return c.json(answer)
    })
    .delete('/people/:user', async c => {
      const { id } = c.var.project
      const user = c.req.param('user')
      const places = await placesOfPerson(people, id, user)
      const answer: Erasure = { subjects: places.subjects, removed: await erasePerson(store, places) }
      onErased(id)
      c.set('target', unnamed(user))
      c.set('detail', { rows: Object.values(answer.removed).reduce((sum, rows) => sum + rows, 0) })
      return c.json(answer)
    })
