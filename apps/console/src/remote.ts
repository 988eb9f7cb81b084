import type { Result } from '@fireball/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { Answer, Failure } from './api.ts'

/** Something that is fetched. While it is fetched anew, and when that fails, the last value stays. */
export type Remote<T> =
  | { readonly kind: 'loading'; readonly value?: T }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly value?: T }

/** A store of something fetched, and the ways to bring it up to date. */
export interface RemoteStore<T> {
  readonly $state: ReadableAtom<Remote<T>>
  /** Fetches; of several at once the last one asked wins. */
  load(): Promise<void>
  /** Takes the answer of another call that tells the same thing, such as a save. */
  take(answer: Result<T, Failure>): void
}

/** Nothing is fetched until `load` is called. */
export const createRemote = <T>(fetchIt: () => Answer<T>): RemoteStore<T> => {
  const $state = atom<Remote<T>>({ kind: 'loading' })
  let turn = 0
  const take = (answer: Result<T, Failure>): void => {
    turn++
    const { value } = $state.get()
    $state.set(
      answer.ok
        ? { kind: 'ready', value: answer.value }
        : { kind: 'failed', failure: answer.error, ...(value === undefined ? {} : { value }) },
    )
  }
  return {
    $state,
    take,
    async load() {
      const mine = ++turn
      const { value } = $state.get()
      if (value === undefined) $state.set({ kind: 'loading' })
      const answer = await fetchIt()
      if (mine === turn) take(answer)
    },
  }
}
