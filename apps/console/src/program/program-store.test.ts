import { err, ok, type ProgramState } from '@fireball/core'
import { expect, test } from 'vitest'
import { createProgramStore, mayPublish } from './program-store.ts'

const EMPTY = {
  format: 1,
  name: 'A',
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
}

const stateOf = (draft: unknown): ProgramState => ({
  draft,
  problems: [],
  published: null,
  isChanged: true,
  paused: [],
  filling: [],
})

const start = async () => {
  const calls: unknown[] = []
  let refuses = false
  const store = createProgramStore({
    program: async () => ok(stateOf(EMPTY)),
    saveDraft: async program => {
      calls.push(program)
      return refuses ? err({ code: 'conflict', message: 'no' }) : ok(stateOf(program))
    },
    publish: async note => {
      calls.push(note)
      return ok(stateOf(EMPTY))
    },
    rollBack: async () => ok(stateOf(EMPTY)),
  })
  // Derived stores are only kept up to date while someone listens.
  store.$isUnsaved.listen(() => {})
  store.$reading.listen(() => {})
  await store.load()
  return { store, calls, refuse: () => (refuses = true) }
}

test('forms and the JSON editor write the same draft', async () => {
  const { store } = await start()
  store.edit(['name'], 'B')
  expect(JSON.parse(store.$draft.get()?.text ?? '')).toEqual({ ...EMPTY, name: 'B' })
  store.type(JSON.stringify({ ...EMPTY, name: 'C' }))
  expect(store.$reading.get().program).toEqual({ ...EMPTY, name: 'C' })
  expect(store.$isUnsaved.get()).toBe(true)
})

test('an edit taken back leaves nothing unsaved', async () => {
  const { store } = await start()
  store.edit(['name'], 'B')
  store.edit(['name'], 'A')
  expect(store.$isUnsaved.get()).toBe(false)
})

test('a form edits nothing while the text is not JSON', async () => {
  const { store } = await start()
  store.type('{')
  store.edit(['name'], 'B')
  expect(store.$draft.get()?.text).toBe('{')
  expect(await store.save()).toBe(false)
  expect(mayPublish(store.$reading.get())).toEqual({ ok: false, error: 'not-json' })
})

test('problems are found while typing, without asking the collector', async () => {
  const { store, calls } = await start()
  store.edit(['name'], '')
  expect(store.$reading.get().problems).toEqual([
    { severity: 'error', path: 'name', message: 'must not be empty' },
  ])
  expect(mayPublish(store.$reading.get())).toEqual({ ok: false, error: 'errors' })
  expect(calls).toEqual([])
})

test('saving keeps what was typed meanwhile unsaved', async () => {
  const { store } = await start()
  store.edit(['name'], 'B')
  const saving = store.save()
  store.edit(['name'], 'BC')
  expect(await saving).toBe(true)
  expect(store.$isUnsaved.get()).toBe(true)
  expect(store.$reading.get().program).toMatchObject({ name: 'BC' })
})

test('a refused save says why and loses nothing', async () => {
  const { store, refuse } = await start()
  refuse()
  store.edit(['name'], 'B')
  expect(await store.save()).toBe(false)
  expect(store.$saving.get()).toEqual({ code: 'conflict', message: 'no' })
  expect(store.$isUnsaved.get()).toBe(true)
  store.discard()
  expect([store.$isUnsaved.get(), store.$saving.get()]).toEqual([false, 'idle'])
})

test('publishing saves first', async () => {
  const { store, calls } = await start()
  store.edit(['name'], 'B')
  expect((await store.publish('Why')).ok).toBe(true)
  expect(calls).toEqual([{ ...EMPTY, name: 'B' }, 'Why'])
})

test('a draft changed elsewhere does not overwrite what is being typed', async () => {
  const { store } = await start()
  store.edit(['name'], 'Mine')
  store.take(ok(stateOf({ ...EMPTY, name: 'Theirs' })))
  expect(store.$reading.get().program).toMatchObject({ name: 'Mine' })
  store.discard()
  expect(store.$reading.get().program).toMatchObject({ name: 'Theirs' })
})
