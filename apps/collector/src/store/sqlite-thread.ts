import type { Worker } from 'node:worker_threads'
import { startWorker } from '../start-worker.ts'
import type { Driver, Queries, Row, TransactionOptions } from './driver.ts'
import { queriesOn } from './sqlite.ts'
import { type Command, type LogState, type Outcome, packRows, toError } from './sqlite-command.ts'
import { connect } from './sqlite-connection.ts'
import { watched } from './watched.ts'

/**
 * So many rows are written before the log is copied into the file, beside the writer. Pages that were written again and
 * again meanwhile are copied once.
 */
const COPY_AFTER_ROWS = 32_000
/** With no more pages missing than these, the writer itself copies the rest, and the log starts anew. */
const FEW_PAGES = 1000
/** A log that grew so long is copied by the writer whatever it takes. */
const MANY_PAGES = 16_384

/** Rows pass through that thread and nothing of them stays: it needs no more room for what is young, MB. */
const YOUNG_MB = 16

interface Asked {
  readonly settle: (value: never) => void
  readonly fail: (error: unknown) => void
}

/** Beside this module: built as this one was, or its source as tsx reads it. */
const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url)

/** Asks a worker: what is asked in one turn travels in one message. Rejects everything when the worker is gone. */
const createLine = (worker: Worker) => {
  let outgoing: Command[] = []
  const asked: Asked[] = []
  let isGone: unknown
  worker.on('message', (outcomes: readonly Outcome[]) => {
    for (const outcome of outcomes) {
      const one = asked.shift()
      if ('error' in outcome) one?.fail(toError(outcome.error))
      else one?.settle(outcome.value as never)
    }
  })
  const end = (error: unknown) => {
    isGone ??= error
    for (const { fail } of asked.splice(0)) fail(isGone)
  }
  worker.on('error', end)
  worker.on('exit', code => end(new Error(`The thread that writes the store ended with ${code}`)))
  return <T>(command: Command): Promise<T> =>
    new Promise<T>((settle, fail) => {
      if (isGone !== undefined) return fail(isGone)
      if (outgoing.length === 0)
        queueMicrotask(() => {
          worker.postMessage(outgoing)
          outgoing = []
        })
      outgoing.push(command)
      asked.push({ settle, fail })
    })
}

/**
 * As `openSqlite`, with everything that writes in a thread of its own: requests are read, parsed and checked while the
 * group before them is written and flushed.
 * `workerAt`: where the thread’s module is.
 */
export const openSqliteThread = (file: string, workerAt = workerUrl()): Driver => {
  const reader = connect(file, 'reader')
  const writer = startWorker(workerAt, {
    workerData: { file, role: 'writer' },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const ask = createLine(writer)
  let last: Promise<unknown> = Promise.resolve()
  let rows = 0
  let isCopying = false

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    // Who comes next does not care how this one ended.
    last = mine.catch(() => undefined)
    return mine
  }

  let keeper: Worker | undefined
  /** Started when the log first is long: most stores of tests and trials never get there. */
  const startKeeper = (): Worker => {
    const started = startWorker(workerAt, {
      workerData: { file, role: 'log' },
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    started.on('message', ({ log, missing }: LogState) => {
      isCopying = false
      if (missing > 0 && (missing < FEW_PAGES || log > MANY_PAGES))
        inTurn(() => ask<number>({ op: 'checkpoint' })).catch(() => undefined) // the next pass tries again
    })
    return started
  }
  const keepLog = (): void => {
    if (rows < COPY_AFTER_ROWS || isCopying) return
    rows = 0
    isCopying = true
    keeper ??= startKeeper()
    keeper.postMessage('copy')
  }

  const queries: Queries = {
    all: (sql, params = []) => ask<readonly Row[]>({ op: 'all', sql, params }),
    run: (sql, params = []) => {
      rows++
      return ask<number>({ op: 'run', sql, params })
    },
    write: (statement, written, tell = false) => {
      rows += written.length
      const carried = statement.types !== undefined ? packRows(written, statement.width) : written
      return ask<readonly number[]>({ op: 'write', sql: statement.sql(1), rows: carried, tell })
    },
    hold: async () => undefined, // one process writes, one transaction at a time
  }

  const transaction = <T>(
    work: (inside: Queries) => Promise<T>,
    { mayBeLost = false }: TransactionOptions = {},
  ): Promise<T> =>
    inTurn(async () => {
      // Not waited for: when it fails, so does whatever is asked next.
      ask({ op: 'begin', mayBeLost }).catch(() => undefined)
      try {
        const result = await work(watched(queries).queries)
        await ask({ op: 'commit' })
        return result
      } catch (error) {
        await ask({ op: 'rollback' })
        throw error
      } finally {
        keepLog()
      }
    })

  return {
    engine: 'sqlite',
    transaction,
    all: queriesOn(reader).all,
    run: (sql, params) => transaction(inside => inside.run(sql, params)),
    write: (statement, written, tell) => transaction(inside => inside.write(statement, written, tell)),
    hold: queries.hold,
    close: async () => {
      await last
      reader.close()
      const threads = [writer, ...(keeper === undefined ? [] : [keeper])]
      const ended = Promise.all(threads.map(one => new Promise(settle => one.once('exit', settle))))
      keeper?.postMessage('close')
      await ask({ op: 'close' })
      await ended
    },
  }
}
