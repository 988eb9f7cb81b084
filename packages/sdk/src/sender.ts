import type { BatchAnswer } from '@fireball/core'
import { BATCH_BYTES, nextBatch } from './batch.ts'
import type { Entry } from './queue.ts'
import { RETRY, retryDelayMs, verdictOf } from './retry.ts'

/** What a request came to; status 0: no answer. */
export interface Answer {
  readonly status: number
  /** What `Retry-After` asks for, in ms. */
  readonly waitMs: number
  readonly body?: unknown
}

/** What the sender needs of its surroundings. */
export interface SenderPorts {
  /** Whether this page is the one that sends, may, and is online. */
  maySend(): boolean
  waiting(): readonly Entry[]
  /** Something to ask the collector even though nothing waits. */
  hasQuestion(): boolean
  bodyOf(batch: readonly Entry[]): string
  /** A smaller form of a body, if there is one that pays. */
  squeeze(body: string): Promise<string | Blob>
  post(body: string | Blob, tries: number): Promise<Answer>
  postLater?: ((body: string) => (() => void) | undefined) | undefined
  accepted(batch: readonly Entry[], answer: BatchAnswer): void
  refused(batch: readonly Entry[], answer: Answer): void
  /** Nothing more is sent from this page: wrong key or address. */
  halted(answer: Answer): void
  /** It did not arrive, or what answered is no collector; `tries` in a row have failed. */
  failed?(answer: Answer, tries: number): void
  /** Until when no page may send; shared by all tabs. */
  blockedUntil(): number
  block(until: number): void
  now(): number
  random(): number
  /** Calls once, later; returns how to prevent it. */
  wait(ms: number, then: () => void): () => void
}

/** Delivers what waits, one request at a time, until it is acknowledged. */
export interface Sender {
  /** Soon, so that events that happen together go together. */
  schedule(): void
  /** Now, as far as it is allowed to; settles when nothing more can be done at present. */
  flush(): Promise<void>
  /**
   * The page may be about to go: everything that fits leaves at once, and stays queued until acknowledged; but for what is
   * armed, which is safer so.
   */
  handOff(entries: readonly Entry[]): void
  /** Leaves with the page, should that end before they are sent: what nothing else keeps. */
  arm(entries: readonly Entry[]): void
  /** How many of them are neither under way nor armed. */
  uncovered(entries: readonly Entry[]): number
  /** It has not gone, or the network is back: what was left to its end is called back, and tried as usual. */
  wake(): void
  /** Settles when no request is under way. */
  idle(): Promise<unknown>
  dispose(): void
}

/** How long events are gathered. */
export const GATHER_MS = 250
/** So often nobody answers, then only another event or a sign of life from the network brings a try: a blocked address. */
export const SILENT_TRIES = 12

const isAnswer = (body: unknown): body is BatchAnswer => Object(body).success === true

export const createSender = (ports: SenderPorts): Sender => {
  const underWay = new Set<string>()
  let bytesUnderWay = 0
  let tries = 0
  let count = Infinity
  let handOffs = 0
  let isHalted = false
  let isOver = false
  let running: Promise<void> | undefined
  let handing: Promise<unknown> | undefined
  let stopWaiting: (() => void) | undefined
  let callBack: (() => void) | undefined
  let armed: ReadonlySet<string> = new Set()

  const idle = (entries: readonly Entry[]) => entries.filter(({ event }) => !underWay.has(event.id))
  const unarmed = (entries: readonly Entry[]) => entries.filter(({ event }) => !armed.has(event.id))
  const free = (entries: readonly Entry[]) =>
    nextBatch(idle(entries), { bytes: BATCH_BYTES - bytesUnderWay, count })

  const settle = (batch: readonly Entry[], answer: Answer): void => {
    const verdict = verdictOf(answer.status)
    if (verdict === 'accepted' && isAnswer(answer.body)) {
      tries = 0
      count *= 2
      ports.accepted(batch, answer.body)
    } else if (verdict === 'refused' && batch.length > 1) {
      // One bad message must not take its neighbours along: halves are tried until it stands alone.
      count = Math.ceil(batch.length / 2)
    } else if (verdict === 'refused' && batch.length > 0) {
      ports.refused(batch, answer)
    } else if (verdict === 'halted') {
      isHalted = true
      ports.halted(answer)
    } else {
      const delay = Math.max(answer.waitMs, retryDelayMs(tries++, ports.random()), RETRY.firstDelayMs / 10)
      ports.block(ports.now() + delay)
      ports.failed?.(answer, tries)
    }
  }

  const disarm = () => {
    callBack?.()
    callBack = undefined
    armed = new Set()
  }
  const arm = (entries: readonly Entry[]) => {
    const batch = isHalted ? [] : nextBatch(idle(entries))
    // While a page closes Chromium takes back what was armed, and takes on nothing new.
    if (batch.every(({ event }) => armed.has(event.id))) return
    disarm()
    if (batch.length > 0) callBack = ports.postLater?.(ports.bodyOf(batch))
    if (callBack) armed = new Set(batch.map(({ event }) => event.id))
  }

  const post = async (batch: readonly Entry[], body: string | Blob): Promise<void> => {
    const bytes = batch.reduce((sum, entry) => sum + entry.bytes, 0)
    bytesUnderWay += bytes
    for (const { event } of batch) underWay.add(event.id)
    const answer = await ports.post(body, tries)
    bytesUnderWay -= bytes
    for (const { event } of batch) underWay.delete(event.id)
    if (!isOver) settle(batch, answer)
  }

  const deliver = async (): Promise<void> => {
    while (!isHalted && ports.maySend()) {
      const delay = ports.blockedUntil() - ports.now()
      if (delay > 0) {
        if (tries < SILENT_TRIES) waitFor(delay)
        return
      }
      const batch = free(ports.waiting())
      if (batch.length === 0 && (underWay.size > 0 || !ports.hasQuestion())) return
      const before = handOffs
      const body = await ports.squeeze(ports.bodyOf(batch))
      // Handed off meanwhile, in a form that needed no time.
      if (before === handOffs) {
        disarm()
        await post(batch, body)
      }
    }
  }

  const run = (): Promise<void> => {
    stopWaiting?.()
    stopWaiting = undefined
    running ??= (async () => {
      await deliver()
      running = undefined
    })()
    return running
  }

  const waitFor = (ms: number) => {
    stopWaiting ??= ports.wait(ms, () => void run())
  }

  const schedule = () => {
    if (!isHalted) waitFor(GATHER_MS)
  }

  return {
    schedule,
    flush: run,
    arm,
    uncovered: entries => idle(unarmed(entries)).length,
    handOff(entries) {
      if (isHalted || ports.blockedUntil() > ports.now()) return
      const batch = free(unarmed(entries))
      if (batch.length === 0) return
      handOffs++
      handing = post(batch, ports.bodyOf(batch)).then(run)
    },
    wake() {
      disarm()
      tries = 0
      schedule()
    },
    idle: () => Promise.all([running, handing]),
    dispose() {
      isHalted = isOver = true
      stopWaiting?.()
    },
  }
}
