import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isObject, WIRE_LIMITS } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findInputFiles, type InputFiles } from './input-files.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import { type ImportPorts, runImport } from './run-import.ts'
import { createStateFile } from './state-file.ts'

const mapping: Mapping = {
  format: 1,
  sources: [
    {
      files: 'log.csv',
      timestamp: 'at',
      userId: 'user',
      lookups: { course: { file: 'courses.csv', key: 'id', on: 'course' } },
      each: [
        {
          type: 'track',
          event: 'Watched',
          properties: { title: { column: 'course.title' }, padding: { column: 'padding' } },
        },
      ],
    },
    { files: 'lines.ndjson', timestamp: 'at', userId: 'who.id', each: [{ type: 'identify' }] },
    { files: 'undated.csv', leaveOut: 'no dates' },
  ],
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireball-import-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = (name: string, text: string) => writeFile(join(folder, name), text)

const found = async (): Promise<InputFiles> => {
  const files = await findInputFiles(mapping, [folder])
  if (!files.ok) throw new Error(files.error)
  return files.value
}

interface World extends ImportPorts {
  /** Bodies as they were sent, and the messages of those that were committed, each once. */
  readonly bodies: string[]
  readonly kept: Map<unknown, unknown>
}

const world = (refuseFrom = Number.POSITIVE_INFINITY): World => {
  const bodies: string[] = []
  const kept = new Map<unknown, unknown>()
  return {
    bodies,
    kept,
    send: async body => {
      bodies.push(body)
      if (bodies.length > refuseFrom) return { kind: 'unreachable', why: 'down' }
      const { batch }: { batch: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(body)
      let duplicates = 0
      for (const message of batch) {
        if (kept.has(message.messageId)) duplicates++
        kept.set(message.messageId, message)
      }
      return {
        kind: 'committed',
        answer: {
          success: true,
          accepted: batch.length,
          duplicates,
          refused: [],
          warnings: [],
          program: '',
          offers: [],
          help: [],
        },
      }
    },
    state: createStateFile(join(folder, 'state.json')),
    onProgress: () => {},
    isStopped: () => false,
  }
}

const manyRows = (n: number): string =>
  [
    'at,user,course,padding',
    ...Array.from({ length: n }, (_, i) => `2022-01-01,u${i},1,${'x'.repeat(1000)}`),
  ].join('\n')

test('rows, lookups and what is left out, in the order of the mapping', async () => {
  await put('courses.csv', '\uFEFFid,title\n1,"Sums, and more"\n')
  await put('log.csv', 'at,user,course,padding\n2022-01-01,u1,1,\n,u2,1,\n2022-01-01,u3,9,\n2022-01-01,,1,\n')
  await put('lines.ndjson', '{"at":"2022-01-02T10:00:00Z","who":{"id":5}}\nnot json\n\n[1]\n')
  await put('undated.csv', 'a\n1\n2\n')
  await put('other.csv', 'a\n1\n')
  const files = await found()
  expect(files.skipped).toEqual({
    'courses.csv': 'only looked things up in',
    'other.csv': 'the mapping has no source for it',
  })
  const ports = world()
  const { files: reports, stop } = await runImport(files, 'a', ports)
  expect(stop).toBeUndefined()
  expect(reports['log.csv']).toMatchObject({ rows: 4, accepted: 2, leftOut: { undated: 1, 'no-id': 1 } })
  expect(reports['log.csv']?.examples.map(({ row, code }) => [row, code])).toEqual([
    [2, 'undated'],
    [4, 'no-id'],
  ])
  expect(reports['lines.ndjson']).toMatchObject({ rows: 3, accepted: 1, leftOut: { unreadable: 2 } })
  expect(reports['undated.csv']).toMatchObject({ rows: 2, messages: 0, leftOut: { 'left-out': 2 } })
  const sent = [...ports.kept.values()].filter(isObject)
  expect(sent.map(one => [one.userId, one.properties])).toEqual([
    ['u1', { title: 'Sums, and more' }],
    ['u3', {}],
    ['5', undefined],
  ])
})

test('batches stay below the limit of the wire', async () => {
  await put('courses.csv', 'id,title\n1,a\n')
  await put('log.csv', manyRows(1500))
  const ports = world()
  await runImport(await found(), 'a', ports)
  expect(ports.kept.size).toBe(1500)
  expect(ports.bodies.length).toBeGreaterThan(3)
  for (const body of ports.bodies) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(WIRE_LIMITS.batchBytes)
})

test('a row too large for the wire is left out, and stops nothing', async () => {
  await put('courses.csv', 'id,title\n1,a\n')
  await put('log.csv', `at,user,course,padding\n2022-01-01,u1,1,${'x'.repeat(600_000)}\n2022-01-01,u2,1,\n`)
  const { files, stop } = await runImport(await found(), 'a', world())
  expect(stop).toBeUndefined()
  expect(files['log.csv']).toMatchObject({ rows: 2, accepted: 1, leftOut: { 'too-large': 1 } })
})

test('the same import again sends the same ids: all of them were there already', async () => {
  await put('courses.csv', 'id,title\n1,a\n')
  await put('log.csv', manyRows(600))
  const ports = world()
  const first = await runImport(await found(), 'a', ports)
  const second = await runImport(await found(), 'a', ports)
  expect(first.files['log.csv']).toMatchObject({ accepted: 600, duplicates: 0 })
  expect(second.files['log.csv']).toMatchObject({ accepted: 600, duplicates: 600 })
  expect(ports.kept.size).toBe(600)
})

test('an interrupted import goes on where it stopped, and its report covers both runs', async () => {
  await put('courses.csv', 'id,title\n1,a\n')
  await put('log.csv', manyRows(3000))
  const broken = world(3)
  const first = await runImport(await found(), 'a', broken)
  expect(first.stop).toMatchObject({ kind: 'unreachable' })
  const rest = world()
  const second = await runImport(await found(), 'a', rest)
  expect(second.stop).toBeUndefined()
  expect(second.files['log.csv']).toMatchObject({ rows: 3000, accepted: 3000, isDone: true })
  expect(new Set([...broken.kept.keys(), ...rest.kept.keys()]).size).toBe(3000)
  expect(rest.kept.size).toBeLessThan(3000)
  // Once complete, the next run starts from the top.
  expect(await createStateFile(join(folder, 'state.json')).read('a')).toBeUndefined()
})

test('the state of another import is not gone on with', async () => {
  await put('courses.csv', 'id,title\n1,a\n')
  await put('log.csv', manyRows(3000))
  await runImport(await found(), 'a', world(3))
  const other = world()
  await runImport(await found(), 'b', other)
  expect(other.kept.size).toBe(3000)
})

test('a lookup file that was not given is named, and so is a path that is not there', async () => {
  await put('log.csv', manyRows(1))
  expect((await runImport(await found(), 'a', world())).stop).toEqual({
    kind: 'missing-lookup',
    file: 'courses.csv',
  })
  expect(await findInputFiles(mapping, [join(folder, 'nowhere.csv')])).toMatchObject({ ok: false })
})

test('the mapping used here is a good one', () => {
  expect(parseMapping(mapping).ok).toBe(true)
})
