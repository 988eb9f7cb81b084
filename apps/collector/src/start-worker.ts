import { Worker, type WorkerOptions } from 'node:worker_threads'

/** Node’s own threads read no TypeScript, and tsx reads it in the first thread only: run from the sources, each asks for it. */
const READ_SOURCES = `
  const { workerData } = require('node:worker_threads')
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.module) })`

/** Starts a thread from a module: a built one, or a source when the process itself runs from its sources. */
export const startWorker = (at: URL, { workerData, ...options }: WorkerOptions): Worker =>
  at.pathname.endsWith('.ts')
    ? new Worker(READ_SOURCES, { ...options, eval: true, workerData: { ...workerData, module: at.href } })
    : new Worker(at, { ...options, workerData })
