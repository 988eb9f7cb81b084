import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseProgram } from '@fireball/core/program'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseMapping } from '../apps/collector/src/cli/import/mapping.ts'
import { integer, text } from '../apps/collector/src/store/row.ts'
import { root } from '../scripts/run.ts'
import { fireball } from './import/command-line.ts'
import { figuresOf } from './import/figures.ts'
import { type RunningCollector, runCollector } from './import/running-collector.ts'
import { type Sample, writeSample365 } from './import/sample-365.ts'

const MAPPING = join(root, 'apps/collector/imports/365/mapping.json')
const PROGRAM = join(root, 'apps/collector/imports/365/program.json')

let running: RunningCollector
let logs: string
let sample: Sample
let key: string

const importLogs = (...more: readonly string[]) =>
  fireball(
    ['import', '--map', MAPPING, '--url', running.url, '--state', join(logs, 'state.json'), ...more, logs],
    { FIREBALL_KEY: key },
  )

beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), 'fireball-365-'))
  sample = await writeSample365(logs, 200)
  running = await runCollector()
  const made = await fireball([
    'project',
    'create',
    'Learning',
    '--program',
    PROGRAM,
    '--data',
    running.folder,
  ])
  expect(made.errors).toBe('')
  key = /sk_live_\S+/.exec(made.output)?.[0] ?? ''
}, 60_000)

afterAll(async () => {
  await running.stop()
  await rm(logs, { recursive: true, force: true })
})

test('the program for the 365 data is good, without a warning', async () => {
  expect(parseProgram(JSON.parse(await readFile(PROGRAM, 'utf8')))).toMatchObject({
    ok: true,
    value: { warnings: [] },
  })
})

test('the mapping that the guide shows is a good one, and so is the one for the 365 data', async () => {
  const guide = await readFile(join(root, 'docs/import.md'), 'utf8')
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? []
  expect(parseMapping(JSON.parse(shown))).toMatchObject({ ok: true })
  expect(parseMapping(JSON.parse(await readFile(MAPPING, 'utf8')))).toMatchObject({ ok: true })
})

describe('an import through a running collector', { timeout: 120_000 }, () => {
  test('brings every dated row, with its own time, and says what was left out', async () => {
    const done = await importLogs('--report', join(logs, 'report.json'))
    expect([done.code, done.errors]).toEqual([0, ''])
    expect(done.output).toContain('rows are left out by the mapping: quiz answers carry no date')
    const report = JSON.parse(await readFile(join(logs, 'report.json'), 'utf8'))
    expect(report).toMatchObject({ isComplete: true, total: { duplicates: 0, refused: {}, warnings: {} } })
    expect(report.total.leftOut).toEqual({
      undated: 1,
      'bad-date': 1,
      'no-id': 1,
      'left-out': sample.undated,
    })
    expect(report.files['student-learning.csv'].examples.map((one: { code: string }) => one.code)).toEqual([
      'undated',
      'bad-date',
      'no-id',
    ])
    expect(report.skipped).toEqual({
      'course-info.csv': 'the mapping has no source for it',
      'exam-info.csv': 'only looked things up in',
    })

    await running.collector.settled()
    const figures = await figuresOf(running.store)
    expect(figures.events).toEqual(sample.events)
    expect(figures.users).toBe(sample.users)
    expect(figures.accounts).toBe(sample.users)
    const [amount] = await running.store.all('SELECT SUM(amount) AS n FROM counts')
    expect(integer(amount ?? {}, 'n')).toBe(sample.tenthsOfMinutes)
    const [range] = await running.store.all('SELECT MIN(at) AS first, MAX(at) AS last FROM events')
    expect(new Date(integer(range ?? {}, 'first')).toISOString()).toMatch(/^2022-01/)
    expect(new Date(integer(range ?? {}, 'last')).toISOString()).toMatch(/^2022-0[45]/)
    expect(running.errors).toEqual([])
  })

  test('gives each user the activation that counting the rows gives', async () => {
    const rows = await running.store.all('SELECT akey, rate FROM accounts')
    const rates = Object.fromEntries(
      rows.map(row => [text(row, 'akey').split('u:')[1], integer(row, 'rate')]),
    )
    const expected = Object.entries(sample.steps).map(([id, done]) => [
      id,
      Math.round((done / 7) * 1_000_000),
    ])
    expect(rates).toEqual(Object.fromEntries(expected))
  })

  test('changes not one figure the second time', async () => {
    const before = await figuresOf(running.store)
    const again = await importLogs()
    expect(again.code).toBe(0)
    const total = Object.values(sample.events)
      .reduce((sum, n) => sum + n, 0)
      .toLocaleString('en-US')
    expect(again.output).toContain(`${total} messages accepted (${total} were there already)`)
    await running.collector.settled()
    expect(await figuresOf(running.store)).toEqual(before)
  })

  test('is listed by the console, ranked', async () => {
    const link = await fireball([
      'sign-in',
      '--data',
      running.folder,
      '--url',
      running.url,
      '--role',
      'viewer',
    ])
    const token = new URL(link.output.trim()).searchParams.get('token')
    const signIn = await fetch(`${running.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const answer = await fetch(`${running.url}/api/projects/learning/accounts?limit=5`, {
      headers: { cookie },
    })
    const list = await answer.json()
    expect(list).toMatchObject({ total: sample.users, ofOne: sample.users, pending: 0 })
    expect(list.stages.pql).toBeGreaterThan(0)
    expect(list.accounts[0]).toMatchObject({ stage: 'pql', name: expect.stringMatching(/^Student \d+$/) })
    const page = await fetch(`${running.url}/api/projects/learning/accounts/${list.accounts[0].akey}`, {
      headers: { cookie },
    })
    const { now, users, skills } = await page.json()
    expect(now.some((one: { verdict: string }) => one.verdict === 'qualified')).toBe(true)
    expect(users[0].skills).toHaveLength(3)
    expect(skills.map((one: { key: string }) => one.key)).toEqual([
      'pass-exams',
      'pass-long-exams',
      'master-exams',
    ])
  })
})

describe('the command line', { timeout: 120_000 }, () => {
  test.each([
    [['--help'], 0, 'import'],
    [['import', '--help'], 0, '--map'],
    [['project', 'create', '--help'], 0, '--program'],
    [['nonsense'], 2, 'Unknown command'],
    [['project', 'create'], 2, 'NAME'],
    [['project', 'list', '--dta', 'x'], 2, 'There is no option --dta'],
    [['project', 'list', '--data', '/nowhere'], 2, 'There is no store'],
    [['import', '--map', 'm.json', 'x.csv'], 2, 'needs the project’s secret key'],
    [
      ['import', '--map', 'nowhere.json', '--key', 'sk_live_1', 'x.csv'],
      2,
      'There is no mapping file nowhere.json',
    ],
    [
      ['import', '--map', MAPPING, '--key', 'sk_live_1', 'nowhere.csv'],
      2,
      'There is no file or folder nowhere.csv',
    ],
    [['import', '--map', PROGRAM, '--key', 'sk_live_1', 'x.csv'], 2, 'sources: is missing'],
    [['import', '--map', MAPPING, '--key', 'sk_live_1', '--url', 'ftp://x', 'x.csv'], 2, '--url must be'],
  ])('%j ends with %i and says “%s”', async (args, code, said) => {
    const result = await fireball(args, { FIREBALL_KEY: '' })
    expect([result.code, result.output + result.errors]).toEqual([code, expect.stringContaining(said)])
    expect(result.errors).not.toContain('    at ')
  })

  test('a wrong key stops an import at once, with what the collector said', async () => {
    const wrong = await fireball([
      'import',
      '--map',
      MAPPING,
      '--url',
      running.url,
      '--key',
      'sk_live_wrong',
      '--state',
      join(logs, 'w.json'),
      logs,
    ])
    expect([wrong.code, wrong.errors]).toEqual([1, expect.stringContaining('unknown-key')])
  })

  test('projects and keys are made and listed; a secret key is shown once and works at once', async () => {
    const data = ['--data', running.folder]
    expect((await fireball(['project', 'create', 'Learning', ...data])).errors).toContain(
      'is a project “learning” already',
    )
    expect((await fireball(['project', 'list', ...data])).output).toMatch(
      /^learning +pk_live_\S+ +Learning$/m,
    )
    const made = await fireball(['keys', 'create', 'learning', ...data])
    const secret = made.output.trim()
    expect(secret).toMatch(/^sk_live_/)
    const listed = await fireball(['keys', 'list', ...data])
    expect(listed.output).not.toContain(secret)
    expect(listed.output).toContain(`…${secret.slice(-4)}`)
    expect((await fireball(['keys', 'create', 'nope', ...data])).errors).toContain(
      'There is no project “nope”',
    )
    const answer = await fetch(`${running.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({ batch: [] }),
    })
    expect(answer.status).toBe(200)
  })

  test('a program file with errors makes no project', async () => {
    const file = join(logs, 'bad-program.json')
    await writeFile(file, JSON.stringify({ format: 1 }))
    const result = await fireball([
      'project',
      'create',
      'Broken',
      '--program',
      file,
      '--data',
      running.folder,
    ])
    expect([result.code, result.errors]).toEqual([2, expect.stringContaining('signals')])
    expect((await fireball(['project', 'list', '--data', running.folder])).output).not.toContain('Broken')
  })
})
