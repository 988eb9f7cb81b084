import { expect, test } from 'vitest'
import { createKeeper, ENTRY, JOURNAL_LIMIT } from './keeper.ts'
import type { Notes, Store } from './ports.ts'
import type { Entry } from './queue.ts'

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  event: { id, type: 'track', name: 'A', properties: {}, context: {}, at: 0, assisted: false },
  state: 'queued',
  owner: 'a:1',
  seq: 1,
  bytes: 100,
  ...more,
})

const createDisk = () => {
  const local = new Map<string, string>()
  const disk = new Map<string, unknown>()
  let writes = 0
  let isBroken = false
  const notes: Notes = {
    read: name => local.get(name) ?? null,
    write(name, text) {
      writes++
      local.set(name, text)
      return true
    },
    remove: name => void local.delete(name),
    names: start => [...local.keys()].filter(name => name.startsWith(start)),
  }
  const store: Store = {
    async read() {
      return new Map(disk)
    },
    async update(keys, change) {
      if (isBroken) throw new Error('broken')
      for (const [key, value] of change(
        new Map(keys.flatMap(key => (disk.has(key) ? [[key, disk.get(key)]] : []))),
      ))
        if (value === undefined) disk.delete(key)
        else disk.set(key, value)
    },
    destroy: async () => disk.clear(),
  }
  return {
    local,
    disk,
    notes,
    store,
    writes: () => writes,
    break: (is: boolean) => {
      isBroken = is
    },
    ids: () => [...disk.keys()].filter(key => key.startsWith(ENTRY)).map(key => key.slice(1)),
  }
}
const waiting = (keeper: ReturnType<typeof createKeeper>) => keeper.waiting().map(one => one.event.id)

test('a burst of one task is one write, in that task', async () => {
  const { notes, store, writes, local } = createDisk()
  const keeper = createKeeper(notes, store, 't1')
  for (let i = 0; i < 100; i++) keeper.record(entry(`${i}`))
  expect(writes()).toBe(0)
  await Promise.resolve()
  expect([writes(), [...local.keys()]]).toEqual([1, ['j:t1:0']])
})

test('what is in the store has left the journal, and another page finds it there', async () => {
  const { notes, store, local, ids } = createDisk()
  const keeper = createKeeper(notes, store, 't1')
  keeper.record(entry('1'))
  await keeper.commit()
  expect([local.size, ids()]).toEqual([0, ['1']])
  const next = createKeeper(notes, store, 't2')
  await next.load()
  expect(waiting(next)).toEqual(['1'])
})

test('the journals of all tabs together take no more than their share; the rest is in memory', async () => {
  const { notes, store, local } = createDisk()
  local.set('j:dead:0', 'x'.repeat(20_000))
  const keeper = createKeeper(notes, store, 't1')
  for (let i = 0; i < 1000; i++) keeper.record(entry(`${i}`, { owner: 'x'.repeat(1000) }))
  keeper.jot()
  const size = [...local.values()].join('').length
  expect(size).toBeLessThanOrEqual(JOURNAL_LIMIT.passing)
  expect(size).toBeGreaterThan(JOURNAL_LIMIT.passing - 3000)
  const exposed = keeper.exposed().map(one => one.event.id)
  expect([exposed.includes('0'), exposed.includes('999')]).toEqual([false, true])
  await keeper.commit()
  expect(keeper.exposed()).toEqual([])
})

test('a dead tab’s journal is adopted once, however often it is tried', async () => {
  const { notes, store, local, ids } = createDisk()
  createKeeper(notes, store, 'dead').record(entry('1'))
  await Promise.resolve()
  const keeper = createKeeper(notes, store, 't2')
  keeper.adopt('dead')
  keeper.adopt('dead')
  await keeper.commit()
  expect([waiting(keeper), ids(), local.size]).toEqual([['1'], ['1'], 0])
})

test('another tab’s entry is known when it leaves that tab’s journal; one that is long gone does not come back', () => {
  const { notes, store } = createDisk()
  const keeper = createKeeper(notes, store, 't1')
  const text = JSON.stringify([entry('1')])
  expect(keeper.notice(text, null)).toBe(false)
  expect(keeper.notice(null, text)).toBe(true)
  expect(waiting(keeper)).toEqual(['1'])
  keeper.remove(['1'])
  expect(keeper.notice(null, text)).toBe(false)
  expect(waiting(keeper)).toEqual([])
})

test('what another tab removed stays away when its state is changed here', async () => {
  const { notes, store, disk, ids } = createDisk()
  const keeper = createKeeper(notes, store, 't1')
  keeper.record(entry('1'))
  await keeper.commit()
  disk.delete(`${ENTRY}1`)
  keeper.change([entry('1', { state: 'acked' })])
  await keeper.commit()
  expect(ids()).toEqual([])
  await keeper.load()
  expect([...keeper.all()]).toEqual([])
})

test('a store that is wiped while the page lives gets what waits again', async () => {
  const { notes, store, disk, local, ids } = createDisk()
  const keeper = createKeeper(notes, store, 't1')
  keeper.record(entry('1'))
  await keeper.commit()
  disk.clear()
  local.clear()
  await keeper.load()
  expect(waiting(keeper)).toEqual(['1'])
  keeper.record(entry('2'))
  await keeper.commit()
  expect(ids().sort()).toEqual(['1', '2'])
})

test('without a store what was acknowledged leaves the journal, and the rest stays', async () => {
  const disk = createDisk()
  disk.break(true)
  const keeper = createKeeper(disk.notes, disk.store, 't1')
  keeper.record(entry('1'))
  keeper.record(entry('2'))
  await keeper.commit()
  keeper.remove(['1'])
  await keeper.commit()
  const next = createKeeper(disk.notes, disk.store, 't2')
  next.adopt('t1')
  expect(waiting(next)).toEqual(['2'])
  disk.break(false)
  await keeper.commit()
  expect(disk.ids()).toEqual(['2'])
})

test('back from the browser’s cache, what was adopted meanwhile is not written again', async () => {
  const { notes, store, ids } = createDisk()
  const keeper = createKeeper(notes, store, 't1')
  keeper.record(entry('1'))
  keeper.jot()
  const other = createKeeper(notes, store, 't2')
  other.adopt('t1')
  other.remove(['1'])
  await other.commit()
  keeper.revive()
  await keeper.commit()
  expect(ids()).toEqual([])
})
