import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { root } from '../../scripts/run.ts'
import { startCollector } from '../collector-process.ts'
import { startDurableClients } from './durable-clients.ts'

/** What a power cut left. */
export interface PowerCut {
  readonly acknowledged: number
  /** Acknowledged, and not there when the power came back. */
  readonly lost: number
  /** Whether the store could be opened and was whole. */
  readonly isWhole: boolean
}

const FAULTS = join(root, 'test/collector-faults')

/** Builds what is preloaded; undefined where there is no compiler for it. */
export const buildLastSync = (folder: string): string | undefined => {
  const library = join(folder, 'last-sync.so')
  const { status } = spawnSync('cc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-o',
    library,
    join(FAULTS, 'last-sync.c'),
    '-ldl',
    '-lpthread',
  ])
  return status === 0 ? library : undefined
}

const idsIn = (file: string): ReadonlySet<string> | undefined => {
  try {
    const db = new Database(file)
    try {
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') return undefined
      return new Set(db.prepare<[], string>('SELECT id FROM events').pluck().all())
    } finally {
      db.close()
    }
  } catch {
    return undefined // no store any more
  }
}

export interface PowerCutOptions {
  readonly library: string
  readonly cuts: number
  readonly messages: number
  readonly entry?: string
  /** Whether SQLite flushes, as it does unless a trial is to show that the trial notices. */
  readonly isFlushing: boolean
}

/**
 * Loads a collector, kills it, and puts in the place of its files what each was at its last flush; again and again on
 * what that left.
 */
export const cutPower = async ({
  library,
  cuts,
  messages,
  entry,
  isFlushing,
}: PowerCutOptions): Promise<PowerCut> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-power-'))
  const [dataDir, flushed] = [join(folder, 'data'), join(folder, 'flushed')]
  let acknowledged = 0
  let lost = 0
  let isWhole = true
  try {
    for (let cut = 0; cut < cuts && isWhole; cut++) {
      await rm(flushed, { recursive: true, force: true })
      await mkdir(dataDir, { recursive: true })
      // What survived the last cut is on the disk.
      await cp(dataDir, flushed, { recursive: true })
      const collector = await startCollector(dataDir, entry, {
        LD_PRELOAD: library,
        LAST_SYNC_FROM: dataDir,
        LAST_SYNC_TO: flushed,
        ...(isFlushing ? {} : { NODE_OPTIONS: `--require=${join(FAULTS, 'unflushed.cjs')}` }),
      })
      const clients = startDurableClients({
        key: 'pk_test_demo',
        clients: 6,
        collector: () => collector,
        prefix: `${cut}`,
      })
      await clients.more(messages)
      const sure = [...clients.acknowledged]
      await collector.stop('SIGKILL')
      clients.abandon()
      await rm(dataDir, { recursive: true })
      await cp(flushed, dataDir, { recursive: true })
      await rm(join(dataDir, 'collector.lock'), { force: true })
      const ids = idsIn(join(dataDir, 'fireball.db'))
      isWhole = ids !== undefined
      acknowledged += sure.length
      lost += sure.filter(id => ids?.has(id) !== true).length
    }
    return { acknowledged, lost, isWhole }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
