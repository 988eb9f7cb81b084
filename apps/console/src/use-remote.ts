import { useStore } from '@nanostores/preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Answer } from './api.ts'
import { createRemote, type Remote, type RemoteStore } from './remote.ts'

/** Something fetched, as it stands, and the ways to bring it up to date. */
export interface UsedRemote<T> extends Pick<RemoteStore<T>, 'take'> {
  readonly state: Remote<T>
  readonly reload: () => void
}

/**
 * Fetches while a view is drawn: once, anew whenever one of `about` is another, and every `everyMs`, which may depend on
 * what was fetched, so long as the page is looked at.
 */
export const useRemote = <T>(
  fetchIt: () => Answer<T>,
  about: readonly unknown[],
  everyMs?: (value: T | undefined) => number,
): UsedRemote<T> => {
  const remote = useMemo(() => createRemote(fetchIt), [...about])
  const state = useStore(remote.$state)
  const pauseMs = everyMs?.(state.value)
  useEffect(() => void remote.load(), [remote])
  useEffect(() => {
    if (pauseMs === undefined) return
    const timer = setInterval(() => document.visibilityState === 'visible' && void remote.load(), pauseMs)
    return () => clearInterval(timer)
  }, [remote, pauseMs])
  return { state, take: remote.take, reload: () => void remote.load() }
}
