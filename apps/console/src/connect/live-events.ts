import type { RecentEvents } from '@fireball/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { Failure, ProjectApi } from '../api.ts'

/** One arrived message: accepted or refused. */
export type LiveEvent = RecentEvents['events'][number]

/** What has arrived, newest first. */
export interface LiveState {
  readonly events: readonly (LiveEvent & { readonly id: number })[]
  readonly counts: RecentEvents['counts'] | undefined
  readonly failure?: Failure
}

/** The list of arriving events, asked for again and again while it runs. */
export interface LiveEvents {
  readonly $live: ReadableAtom<LiveState>
  start(): void
  stop(): void
}

/** What the list needs of the world. */
export interface LivePorts {
  readonly api: Pick<ProjectApi, 'recentEvents'>
  /** Calls `then` after `ms`; gives how to call that off. */
  later(then: () => void, ms: number): () => void
  isVisible(): boolean
}

/** How many arrived messages are kept in view, and how often new ones are asked for. */
export const LIVE = { kept: 100, everyMs: 2000 } as const

/** Stands still until started. While the page is hidden it asks for nothing. */
export const createLiveEvents = ({ api, later, isVisible }: LivePorts): LiveEvents => {
  const $live = atom<LiveState>({ events: [], counts: undefined })
  let cursor: string | undefined
  let ids = 0
  let run = 0
  let callOff = (): void => {}
  const ask = async (mine: number): Promise<void> => {
    if (isVisible()) {
      const answer = await api.recentEvents(cursor)
      if (mine !== run) return
      const { events, counts } = $live.get()
      if (answer.ok) {
        cursor = answer.value.cursor
        const fresh = answer.value.events.map(event => ({ ...event, id: ids++ })).reverse()
        $live.set({ events: [...fresh, ...events].slice(0, LIVE.kept), counts: answer.value.counts })
      } else $live.set({ events, counts, failure: answer.error })
    }
    callOff = later(() => void ask(mine), LIVE.everyMs)
  }
  return {
    $live,
    start: () => void ask(++run),
    stop() {
      run++
      callOff()
    },
  }
}
