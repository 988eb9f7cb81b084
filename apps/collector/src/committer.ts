import { type CompiledSignal, err, type FireballEvent, type Link, ok, type Result } from '@fireball/core'
import {
  type CommitPorts,
  commitGroup,
  type GroupOutcome,
  type Lives,
  makeReady,
  type ReadySubmission,
} from './commit.ts'
import { createElsewhere } from './elsewhere.ts'
import type { LiveProgram, ProgramStore } from './program-store.ts'
import type { Driver } from './store/driver.ts'
import { isUnreachable } from './store/say-failure.ts'
import type { Committed, Submission } from './submission.ts'
import { createWaitingLine } from './waiting-line.ts'

export interface CommitterPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live' | 'liveIn'>
  /** Called after each group, with how many messages it held. */
  readonly onCommit?: ((messages: number) => void) | undefined
  readonly onError: (error: unknown) => void
}

/** `busy`: too much waits already. `unavailable`: the store could not take it. Both may succeed later. */
export type CommitError = 'busy' | 'unavailable'

/** Commits requests in groups: what arrived while the last commit ran goes into the next transaction. */
export interface Committer {
  /** Settles once everything in the submission is committed, or refused as a whole. */
  submit(submission: Submission): Promise<Result<Committed, CommitError>>
  /** Settles when nothing waits any more. */
  settled(): Promise<void>
  /** How many messages wait for a commit. */
  waiting(): number
  /** Somebody’s links were erased: what was known of links may no longer be stored. */
  forgetLinks(): void
}

/** Beyond this memory grows faster than the store can follow: who comes then is told to come again. */
const ROOM = { bytes: 48 * 1024 * 1024, groupBytes: 16 * 1024 * 1024, groupMessages: 4000 } as const
/** Beyond this a commit is given up: the next one may find a database that answers. */
const WITHIN = { withinMs: 15_000 } as const
/** What a message holds beside its body while it waits, bytes. */
const HELD_BYTES = 1000
const LIMITS = { links: 100_000, linksMs: 60_000, refusedSlots: 100 } as const

type Written = Extract<GroupOutcome, { kind: 'written' }>

interface Waiting {
  readonly submission: ReadySubmission
  readonly settle: (result: Result<Committed, CommitError>) => void
}

const NOTHING: Committed = { duplicates: 0, excluded: 0, late: [] }

const sizeOf = ({ accepted, refused }: Submission): number => accepted.length + refused.length

/** Lets everything that is readable now be read first, so that it joins the group. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Which counted signals can read an event, by what they are `on`. */
const createSignalIndex = (): CommitPorts['signalsFor'] => {
  const indexes = new WeakMap<LiveProgram, Map<string, CompiledSignal[]>>()
  const none: readonly CompiledSignal[] = []
  const keyOf = ({ definition: { on } }: CompiledSignal): string =>
    'event' in on ? `track\t${on.event}` : on.type
  return (live: LiveProgram, { type, name }: FireballEvent) => {
    let index = indexes.get(live)
    if (index === undefined) {
      index = new Map()
      for (const signal of live.counted) {
        const key = keyOf(signal)
        index.set(key, [...(index.get(key) ?? []), signal])
      }
      indexes.set(live, index)
    }
    return index.get(type === 'track' ? `track\t${name}` : type) ?? none
  }
}

/** Most messages repeat a link that is stored already; remembering some spares the writes. */
const createLinkMemory = () => {
  const known = new Map<string, number>()
  let cleared = 0
  return {
    isKnownLink: (key: string, { kind, at }: Link): boolean => {
      const since = known.get(key)
      return kind !== 'member' && since !== undefined && since <= at
    },
    forget: (): void => known.clear(),
    /** Another collector may have erased somebody’s links. */
    age: (now: number): void => {
      if (Math.abs(now - cleared) < LIMITS.linksMs) return
      cleared = now
      known.clear()
    },
    remember: (links: ReadonlyMap<string, Link>): void => {
      if (known.size > LIMITS.links) known.clear()
      for (const [key, { at }] of links) known.set(key, Math.min(at, known.get(key) ?? at))
    },
  }
}

export const createCommitter = ({ store, programs, onCommit, onError }: CommitterPorts): Committer => {
  const memory = createLinkMemory()
  const elsewhere = createElsewhere(store.engine === 'sqlite')
  let lastReceived = 0
  let slot = 0
  const ports: CommitPorts = {
    liveIn: programs.liveIn,
    signalsFor: createSignalIndex(),
    nextReceived: receivedAt => {
      lastReceived = Math.max(lastReceived + 1, receivedAt * 1000)
      return lastReceived
    },
    nextSlot: () => slot++ % LIMITS.refusedSlots,
    isKnownLink: memory.isKnownLink,
    elsewhere,
  }

  /** Supposes the programs that are remembered; when others are in force by now, once more with those. */
  const write = async (group: readonly ReadySubmission[]): Promise<Written> => {
    let lives: Lives = new Map(
      await Promise.all(
        [...new Set(group.map(one => one.project))].map(
          async project => [project, await programs.live(project)] as const,
        ),
      ),
    )
    for (;;) {
      let others: Lives | undefined
      try {
        return await store.transaction(async queries => {
          const outcome = await commitGroup(queries, group, lives, ports)
          if (outcome.kind === 'written') return outcome
          others = outcome.lives
          throw new Error('Other programs are in force: nothing of this may stay')
        }, WITHIN)
      } catch (error) {
        if (others === undefined) throw error
        lives = others
      }
    }
  }

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const { results, links } = await write(group.map(one => one.submission))
      memory.remember(links)
      for (const [i, { settle }] of group.entries()) {
        const result = results[i]
        settle(result === undefined ? err('unavailable') : ok(result))
      }
    } catch (error) {
      elsewhere.forgetAll()
      if (group.length > 1 && !isUnreachable(error)) {
        // One request that the store cannot take must not fail its neighbours.
        for (const one of group) await commit([one])
        return
      }
      onError(error)
      for (const { settle } of group) settle(err('unavailable'))
    }
  }

  const line = createWaitingLine<Waiting>(ROOM)
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    await nextTurn()
    while (!line.isEmpty) {
      const group = line.take()
      memory.age(group[0]?.item.submission.receivedAt ?? 0)
      await commit(group.map(one => one.item))
      // What arrived meanwhile goes on its way before those who wait are answered: the store is not kept waiting for that.
      onCommit?.(group.reduce((sum, { messages }) => sum + messages, 0))
    }
    running = undefined
  }

  return {
    submit: submission => {
      const messages = sizeOf(submission)
      if (messages === 0) return Promise.resolve(ok(NOTHING))
      const ready = makeReady(submission)
      const bytes = ready.accepted.reduce((sum, { body }) => sum + body.length, HELD_BYTES * messages)
      return new Promise(settle => {
        const item = { submission: ready, settle }
        if (line.offer({ project: submission.project, item, bytes, messages })) running ??= run()
        else settle(err('busy'))
      })
    },
    settled: async () => {
      while (running !== undefined) await running
    },
    waiting: () => line.messages,
    forgetLinks: () => {
      memory.forget()
      elsewhere.forgetAll()
    },
  }
}
