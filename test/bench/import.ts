import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from '../../scripts/bench.ts'
import { root } from '../../scripts/run.ts'
import { fireball } from '../import/command-line.ts'
import { figuresOf } from '../import/figures.ts'
import { runCollector } from '../import/running-collector.ts'

const IMPORTS = join(root, 'apps/collector/imports/365')

const dataFolder = (): string => {
  const at = process.argv.indexOf('--data')
  const folder = at === -1 ? undefined : process.argv[at + 1]
  if (folder === undefined)
    throw new Error(
      'Which data? npm run bench -- import --data DIR (the CSV files of the public 365 data set)',
    )
  for (const file of ['student-info.csv', 'student-learning.csv', 'student-exams.csv', 'exam-info.csv'])
    if (!existsSync(join(folder, file))) throw new Error(`${folder} has no ${file}`)
  return folder
}

const seconds = (from: number): number => Math.round(performance.now() - from) / 1000

/** Imports a whole public data set through the command line, twice, and times it until the last account is evaluated. */
export const run: Bench = async report => {
  const folder = dataFolder()
  const running = await runCollector()
  const state = join(tmpdir(), `fireball-bench-${process.pid}.state`)
  try {
    const program = join(IMPORTS, 'program.json')
    const made = await fireball(['project', 'create', '365', '--program', program, '--data', running.folder])
    const key = /sk_live_\S+/.exec(made.output)?.[0]
    if (key === undefined) throw new Error(made.errors)
    const map = join(IMPORTS, 'mapping.json')
    const args = ['import', '--map', map, '--url', running.url, '--state', state, '--key', key, folder]
    const importAll = async () => {
      const from = performance.now()
      const done = await fireball(args)
      if (done.code !== 0) throw new Error(done.errors)
      const sent = seconds(from)
      await running.collector.settled()
      return { sent, settled: seconds(from), figures: await figuresOf(running.store) }
    }
    const first = await importAll()
    const events = Object.values(first.figures.events).reduce((sum, n) => sum + n, 0)
    report({ metric: 'users', value: first.figures.users, unit: 'users' })
    for (const [name, n] of Object.entries(first.figures.events))
      report({ metric: `events.${name}`, value: n, unit: 'events' })
    report({ metric: 'accounts', value: first.figures.accounts, unit: 'accounts' })
    report({ metric: 'sent', value: first.sent, unit: 's' })
    report({ metric: 'events_per_s', value: Math.round(events / first.sent), unit: 'events/s' })
    report({ metric: 'settled', value: first.settled, unit: 's' })
    const second = await importAll()
    report({ metric: 'again.sent', value: second.sent, unit: 's' })
    const changed = Object.entries(second.figures.sums).filter(
      ([table, sum]) => first.figures.sums[table] !== sum,
    )
    report({ metric: 'again.changed_tables', value: changed.length, unit: 'tables' })
    report({ metric: 'errors', value: running.errors.length, unit: 'errors' })
  } finally {
    await running.stop()
    await rm(state, { force: true })
  }
}
