import type { TrackerPorts } from './ports.ts'

/** What a tab does when its turn comes. */
export interface TabsPorts extends Pick<TrackerPorts, 'lock'> {
  /** This tab sends from now on. */
  elected(): void
  /** Another tab is no more: what it leaves is ours. */
  inherit(tab: string): void
}

/** Name of the lock of who may begin to show something; tabs have other names. */
const TURN = 'turn'

/**
 * One tab of all sends, and inherits from those that end; each holds a lock in its own name as long as it lives. `tab`
 * names this one.
 */
export const createTabs = (tab: string, { lock, elected, inherit }: TabsPorts) => {
  let isElected = false
  let isNew = true
  let releases: Record<string, () => void> = {}

  const hold = (name: string, then: () => unknown, known?: () => void) => {
    releases[name] ??= lock(name, then, known)
    return releases[name]
  }
  const stepBack = () => {
    isNew &&= !isElected
    isElected = false
    const before = releases
    releases = {}
    for (const name of Object.keys(before)) if (name !== tab) before[name]?.()
    if (before[tab]) releases[tab] = before[tab]
  }

  return {
    isElected: () => isElected,
    /** Whether it may be alone and not know that yet. */
    isNew: () => isNew,
    /** Takes part, behind those that already do. */
    stand() {
      stepBack()
      // Held as long as the page lives: what it leaves is nobody else's before.
      hold(tab, () => {})
      hold(
        '',
        () => {
          isElected = true
          elected()
        },
        () => {
          isNew &&= isElected
        },
      )
    },
    /** Waits for the end of another tab. */
    watch(other: string | undefined) {
      if (!isElected || other === undefined || other === tab) return
      hold(other, () => {
        inherit(other)
        delete releases[other]
        return false
      })
    },
    /** Waits for this tab's turn to begin to show something; returns how to let go of that, another each time. */
    turn: (then: () => unknown) => hold(TURN, then),
    /** It has had its turn, or needs none any more; returns how to let others have theirs. */
    pass() {
      const release = releases[TURN]
      delete releases[TURN]
      return release
    },
    /** Holds nothing any more, as if the page had ended. */
    leave() {
      stepBack()
      releases[tab]?.()
      releases = {}
    },
  }
}
