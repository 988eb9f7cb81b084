import type { Session } from '@fireball/core'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Api, ProjectApi } from './api.ts'
import type { Links, Place } from './place.ts'
import type { ProgramStore } from './program/program-store.ts'

/** What every room of one project is given. */
export interface Desk {
  readonly project: Session['projects'][number]
  readonly session: Session
  readonly canEdit: boolean
  readonly api: ProjectApi
  /** People and the log of the whole collector. */
  readonly collector: Pick<
    Api,
    | 'team'
    | 'invite'
    | 'changeMember'
    | 'linkFor'
    | 'audit'
    | 'setPassword'
    | 'simulation'
    | 'fillSimulation'
    | 'cancelSimulation'
    | 'deleteSimulation'
  >
  /** Goes to the accounts of a project, which may have been made just now. */
  readonly openProject: (id: string) => Promise<void>
  readonly place: Place
  readonly links: Links
  /** One for the project: unsaved changes outlive a walk through the rooms. */
  readonly program: ProgramStore
  readonly now: () => number
}

/** Holds the desk of the open project. */
export const DeskContext = createContext<Desk | undefined>(undefined)

/** The desk of the open project; throws outside of a project, which is a mistake of ours. */
export const useDesk = (): Desk => {
  const desk = useContext(DeskContext)
  if (desk === undefined)
    throw new Error('useDesk was called outside of a project; render inside DeskContext')
  return desk
}
