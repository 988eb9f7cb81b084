import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { findPostgres, startPostgres } from '../../scripts/postgres.ts'
import { writeTogether } from './deadlocks.ts'
import { killAgainAndAgain } from './kills.ts'
import { buildLastSync, cutPower } from './power-cut.ts'

const KILLS = 100
const CUTS = 20
const TOGETHER_MS = 300_000

const ENTRY = 'apps/collector/dist/main.js'

/** The long trials of the collector: kills, power cuts, and many writers on one database. */
export const soakCollector: Bench = async report => {
  await build()
  const folder = await mkdtemp(join(tmpdir(), 'fireball-soak-'))
  const found = findPostgres()
  const server = 'missing' in found ? undefined : await startPostgres()
  try {
    for (const postgres of [undefined, ...(server === undefined ? [] : [server])]) {
      const engine = postgres === undefined ? 'sqlite' : 'postgres'
      const { acknowledged, lost, miscounted } = await killAgainAndAgain({
        kills: KILLS,
        messages: 200,
        entry: ENTRY,
        ...(postgres === undefined ? {} : { postgres }),
      })
      const say = (metric: string, value: number, unit: string) =>
        report({ metric: `collector.${engine}.${metric}`, value, unit })
      say('kills', KILLS, 'kills')
      say('acknowledged', acknowledged, 'events')
      say('lost', lost, 'events')
      say('duplicated', miscounted, 'events')
    }
    const library = buildLastSync(folder)
    if (library !== undefined) {
      const cut = { library, messages: 300, entry: ENTRY }
      const kept = await cutPower({ ...cut, cuts: CUTS, isFlushing: true })
      report({ metric: 'collector.powercut.cuts', value: CUTS, unit: 'cuts' })
      report({ metric: 'collector.powercut.lost', value: kept.lost + Number(!kept.isWhole), unit: 'events' })
      const unflushed = await cutPower({ ...cut, cuts: 1, isFlushing: false })
      report({ metric: 'collector.powercut.lost_unflushed', value: unflushed.lost, unit: 'events' })
    }
    if (server !== undefined) {
      const { deadlocks, errors, wrong, committed } = await writeTogether(server, TOGETHER_MS)
      report({ metric: 'collector.deadlocks', value: deadlocks + errors, unit: 'deadlocks' })
      report({ metric: 'collector.together.committed', value: committed, unit: 'events' })
      report({ metric: 'collector.together.wrong', value: wrong, unit: 'events' })
    }
  } finally {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
