import type { ProjectInfo } from '@fireball/core'

/** The project that this browser had open last. */
export interface LastProject {
  read(): string | undefined
  write(id: string): void
}

const KEY = 'fireball-console-project'

/** Kept in the browser's storage; where that is closed to us, it is forgotten. */
export const createLastProject = (storage: () => Pick<Storage, 'getItem' | 'setItem'>): LastProject => ({
  read() {
    try {
      return storage().getItem(KEY) ?? undefined
    } catch {
      return undefined // a browser may refuse its storage altogether
    }
  },
  write(id) {
    try {
      storage().setItem(KEY, id)
    } catch {
      // Nothing depends on it.
    }
  },
})

/** Where to begin: the project of last time; at first the demo, which has something to look at. */
export const firstProject = (
  projects: readonly ProjectInfo[],
  last: string | undefined,
): ProjectInfo | undefined =>
  projects.find(({ id }) => id === last) ?? projects.find(({ isDemo }) => isDemo) ?? projects[0]
