import { startWorker } from '../start-worker.ts'

/** How many, over how long, and which. */
export interface PopulationInput {
  readonly accounts: number
  readonly days: number
  readonly seed: number
  /** Epoch ms; nothing happens later. */
  readonly now: number
}

/** A population that is being made: bodies of `POST /v1/batch`, one after another. */
export interface PopulationBatches {
  /** How many there are. */
  readonly batches: number
  /** The next one; undefined after the last. */
  next(): Promise<string | undefined>
  /** Makes no more. */
  dispose(): Promise<void>
}

/** Makes populations, somewhere else than in the thread that answers requests. */
export type PopulationSource = (input: PopulationInput) => Promise<PopulationBatches>

type News =
  | { readonly kind: 'made'; readonly batches: number }
  | { readonly kind: 'batch'; readonly body: string }
  | { readonly kind: 'end' }

/** The largest that may be asked for stays below. */
const MAX_MEGABYTES = 1024

/** Beside the collector where it is built; among the scripts where it runs from its sources. */
const workerUrl = (): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('../../../../scripts/simulate-worker.ts', import.meta.url)
    : new URL('./simulate-worker.js', import.meta.url)

/** Makes each population in a thread of its own. */
export const populationInThread: PopulationSource = input =>
  new Promise((settle, fail) => {
    const worker = startWorker(workerUrl(), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
    })
    let isOver = false
    let waiting: { settle(body: string | undefined): void; fail(reason: unknown): void } | undefined
    const end = async (): Promise<void> => {
      isOver = true
      await worker.terminate()
    }
    const broke = (reason: unknown): void => {
      isOver = true
      fail(reason)
      waiting?.fail(reason)
    }
    const batches = (count: number): PopulationBatches => ({
      batches: count,
      next: () =>
        new Promise((settleNext, failNext) => {
          if (isOver) return settleNext(undefined)
          waiting = { settle: settleNext, fail: failNext }
          worker.postMessage('next')
        }),
      dispose: end,
    })
    worker.on('message', (news: News) => {
      if (news.kind === 'made') settle(batches(news.batches))
      else if (news.kind === 'batch') waiting?.settle(news.body)
      else waiting?.settle(undefined)
    })
    worker.on('error', broke)
    // Nobody waits any more where it was ended here.
    worker.on('exit', code => broke(new Error(`The thread that makes the population ended with ${code}`)))
  })
