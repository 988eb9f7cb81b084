import type { PromptStats } from '@fireball/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { Failure, ProjectApi } from '../api.ts'
import { createRemote, type Remote } from '../remote.ts'

/** The figures of all prompts, and the brake: pausing takes effect at once, without publishing. */
export interface Prompts {
  readonly $stats: ReadableAtom<Remote<readonly PromptStats[]>>
  /** Keys paused; `*` is all. */
  readonly $paused: ReadableAtom<readonly string[]>
  readonly $failure: ReadableAtom<Failure | undefined>
  load(): Promise<void>
  /** What the program says is paused, which the figures alone do not tell of `*`. */
  know(paused: readonly string[]): void
  pause(key: string, isPaused: boolean): Promise<void>
}

/** Nothing is fetched until `load`. */
export const createPrompts = (api: Pick<ProjectApi, 'prompts' | 'pause'>): Prompts => {
  const remote = createRemote(() => api.prompts())
  const $paused = atom<readonly string[]>([])
  const $failure = atom<Failure | undefined>(undefined)
  return {
    $stats: remote.$state,
    $paused,
    $failure,
    load: remote.load,
    know: paused => $paused.set(paused),
    async pause(key, isPaused) {
      const others = $paused.get().filter(one => one !== key)
      const answer = await api.pause(key, isPaused)
      $failure.set(answer.ok ? undefined : answer.error)
      if (!answer.ok) return
      $paused.set(isPaused ? [...others, key] : others)
      remote.take(answer)
    },
  }
}
