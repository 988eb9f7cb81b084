import { cp, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type SqliteConnection } from './sqlite-connection.ts'
import { isLogDamaged } from './sqlite-log.ts'

let folder = ''
let db: SqliteConnection
let log = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireball-log-'))
  db = connect(join(folder, 'a.db'), 'writer')
  db.run('CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, body TEXT NOT NULL)', [])
  for (let id = 1; id <= 10; id++) {
    db.begin()
    db.run('INSERT INTO t (id, body) VALUES ($1, $2)', [id, 'x'.repeat(3000)])
    db.commit()
  }
  log = join(folder, 'copy-wal')
  await cp(join(folder, 'a.db-wal'), log)
})
afterEach(async () => {
  db.close()
  await rm(folder, { recursive: true, force: true })
})

const overwrite = async (place: number, text = 'garbage'): Promise<void> => {
  const handle = await open(log, 'r+')
  await handle.write(text, place)
  await handle.close()
}

const FRAME = 24 + 8192

test('a log as it was left is whole; so is none, and an empty one', async () => {
  expect(isLogDamaged(log)).toBe(false)
  expect(isLogDamaged(join(folder, 'none'))).toBe(false)
  const handle = await open(log, 'r+')
  await handle.truncate(0)
  await handle.close()
  expect(isLogDamaged(log)).toBe(false)
})

test('a last commit that was torn was never acknowledged: whole', async () => {
  const { size } = await stat(log)
  await overwrite(size - 4000)
  expect(isLogDamaged(log)).toBe(false)
  const handle = await open(log, 'r+')
  await handle.truncate(size - 100)
  await handle.close()
  expect(isLogDamaged(log)).toBe(false)
})

const commit = (id: number, mayBeLost: boolean): void => {
  db.begin(mayBeLost)
  db.run('UPDATE t SET body = $1 WHERE id = $2', [`y${id}`, id])
  db.commit()
}

test('commits that need no flush may be torn anywhere: whole', async () => {
  const { size } = await stat(join(folder, 'a.db-wal'))
  for (const id of [1, 2, 3]) commit(id, true)
  commit(4, false)
  await cp(join(folder, 'a.db-wal'), log)
  await overwrite(size + 24 + 100)
  expect(isLogDamaged(log)).toBe(false)
})

test('of many that need no flush some are flushed, so that damage is told from a torn write', async () => {
  const { size } = await stat(join(folder, 'a.db-wal'))
  for (const id of [1, 2, 3, 4, 5, 6]) commit(id, true)
  await cp(join(folder, 'a.db-wal'), log)
  await overwrite(size + 24 + 100)
  expect(isLogDamaged(log)).toBe(true)
})

test('what an earlier round of the log left behind the last commit is no damage', async () => {
  db.checkpoint()
  db.begin()
  db.run('UPDATE t SET body = $1 WHERE id = 1', ['y'])
  db.commit()
  await cp(join(folder, 'a.db-wal'), log)
  expect(isLogDamaged(log)).toBe(false)
})

test.each([
  ['a page in the middle', 32 + FRAME * 3 + 24 + 100],
  ['the head of a frame', 32 + FRAME * 2 + 1],
  ['the head of the log', 10],
  ['the first bytes', 0],
])('damaged: %s', async (_, place) => {
  await overwrite(place)
  expect(isLogDamaged(log)).toBe(true)
})
