import type { Erasure, Json } from '@fireball/core'
import { inSpace } from '../store/akey.ts'
import type { Driver, Queries } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import { TOUCH_KNOWN } from '../store/write.ts'
import {
  devicesOf,
  jsonIn,
  keyAndSubject,
  OWN_TABLES,
  type PersonPlaces,
  SHARED_TABLES,
  says,
  TOLD_TABLES,
  without,
  wordsOf,
} from './person.ts'

/** The primary key of a table whose texts tell of people, after `akey`. */
const KEYS = {
  qualifications: ['kind', 'target', 'verdict', 'cycle'],
  outbox: ['id'],
  deliveries: ['id', 'destination'],
  lives: ['cycle', 'stage', 'nth'],
  touches: ['id'],
} as const satisfies Record<(typeof TOLD_TABLES)[number][0], readonly string[]>

/** Tables of messages that hold whole what somebody asked. */
const ASKED = ['outbox', 'deliveries'] as const

const dropAsked = async (
  queries: Queries,
  akey: string,
  subjects: readonly string[],
): Promise<Record<string, number>> => {
  const removed: Record<string, number> = {}
  for (const table of ASKED) {
    const asked = await queries.all(
      `SELECT id, payload FROM ${table} WHERE akey = $1 AND topic = 'help.asked'`,
      [akey],
    )
    for (const row of asked) {
      const { data } = json(row, 'payload') as { readonly data?: { readonly user?: string } }
      if (data?.user === undefined || !subjects.includes(data.user)) continue
      const id = text(row, 'id')
      const rows = await queries.run(`DELETE FROM ${table} WHERE akey = $1 AND id = $2`, [akey, id])
      removed[table] = (removed[table] ?? 0) + rows
    }
  }
  return removed
}

const takeOut = async (
  queries: Queries,
  akey: string,
  words: ReadonlySet<string>,
): Promise<Record<string, number>> => {
  const changed: Record<string, number> = {}
  for (const [table, columns] of TOLD_TABLES)
    for (const row of await queries.all(`SELECT * FROM ${table} WHERE akey = $1`, [akey]))
      for (const column of columns) {
        const value: Json = jsonIn(row, column)
        if (!says(value, words)) continue
        const where = KEYS[table].map((name, i) => `${name} = $${i + 3}`).join(' AND ')
        await queries.run(`UPDATE ${table} SET ${column} = $2 WHERE akey = $1 AND ${where}`, [
          akey,
          // What a decision saw of somebody is nothing without them.
          column === 'seen' ? null : JSON.stringify(without(value, words)),
          ...KEYS[table].map(name => row[name] ?? null),
        ])
        changed[table] = (changed[table] ?? 0) + 1
      }
  return changed
}

/**
 * Erases every row of one person in one transaction: under their own keys, theirs under accounts, their devices, and what
 * messages that were refused said of them. Where an account’s record tells of them, that is taken out of it. Their accounts
 * are due to be evaluated anew.
 */
export const erasePerson = (store: Driver, places: PersonPlaces): Promise<Erasure['removed']> =>
  store.transaction(async queries => {
    const { space, subjects, accounts } = places
    const removed: Record<string, number> = {}
    const count = (table: string, rows: number): void => {
      if (rows > 0) removed[table] = (removed[table] ?? 0) + rows
    }
    const registers = []
    const events = []
    for (const akey of [...subjects, ...accounts])
      for (const subject of subjects) {
        const named = keyAndSubject(space, akey, subject)
        registers.push(
          ...(await queries.all('SELECT name, value FROM registers WHERE akey = $1 AND subject = $2', named)),
        )
        events.push(...(await queries.all('SELECT body FROM events WHERE akey = $1 AND subject = $2', named)))
      }
    const words = wordsOf(places, registers)
    for (const device of devicesOf(events))
      count('coverage', await queries.run('DELETE FROM coverage WHERE akey = $1', [inSpace(space, device)]))
    for (const subject of subjects)
      for (const table of OWN_TABLES)
        count(table, await queries.run(`DELETE FROM ${table} WHERE akey = $1`, [inSpace(space, subject)]))
    for (const account of accounts) {
      for (const subject of subjects) {
        const named = keyAndSubject(space, account, subject)
        for (const [table, column] of SHARED_TABLES)
          count(table, await queries.run(`DELETE FROM ${table} WHERE akey = $1 AND ${column} = $2`, named))
      }
      const akey = inSpace(space, account)
      for (const [table, rows] of Object.entries(await dropAsked(queries, akey, subjects))) count(table, rows)
      for (const [table, rows] of Object.entries(await takeOut(queries, akey, words))) count(table, rows)
      await queries.run(TOUCH_KNOWN, [akey])
    }
    for (const row of await queries.all('SELECT slot, message FROM refused WHERE space = $1', [space]))
      if ([...words].some(word => text(row, 'message').includes(JSON.stringify(word).slice(0, -1))))
        count(
          'refused',
          await queries.run('DELETE FROM refused WHERE space = $1 AND slot = $2', [
            space,
            integer(row, 'slot'),
          ]),
        )
    return removed
  })
