import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useState,
  useSyncExternalStore,
} from 'react'
import { createFireball, type Fireball, type FireballOptions } from './create-fireball.ts'
import type { FeatureState } from './fireball.ts'
import { NO_PROGRESS, type Progress } from './standing.ts'

const Context = createContext<Fireball | undefined>(undefined)

/** Either a client that is there already, or what to make one with. */
export type FireballProviderProps = { readonly children?: ReactNode } & (
  | { readonly client: Fireball; readonly options?: never }
  | { readonly options: FireballOptions; readonly client?: never }
)

/**
 * Gives a client to what is inside. With `options` it makes one: the same for the same key and name, also in strict mode
 * and after it was unmounted, because a page's client lives as long as the page. On a server it does nothing.
 *
 * @example
 * <FireballProvider options={{ key: 'pk_live_…', origin: 'https://fireball.example.com', consent: 'full' }}>
 */
export const FireballProvider = ({ children, client, options }: FireballProviderProps): ReactElement => {
  const [made] = useState(() => client ?? createFireball(options))
  return createElement(Context.Provider, { value: client ?? made }, children)
}

/** The client of the nearest provider. Throws where there is none: a mistake in the page's own code. */
export const useFireball = (): Fireball => {
  const client = useContext(Context)
  if (!client) throw new Error('useFireball: there is no <FireballProvider> around this component.')
  return client
}

/** What is known of the user in front. On a server, and until it is known, `ready` is false and the rest is empty. */
export const useProgress = (): Progress => {
  const { progress } = useFireball()
  return useSyncExternalStore(
    progress.listen,
    () => progress.get(),
    () => NO_PROGRESS,
  )
}

/** How a feature stands for the user in front; follows every change. Reports nothing. */
export const useFeature = (key: string): FeatureState => {
  const client = useFireball()
  const { ready } = useProgress()
  // Asked only once it is known: before, every feature is one that the program does not have.
  return ready ? client.feature(key) : UNKNOWN
}

const UNKNOWN: FeatureState = { state: 'open', ready: false, missing: [] }
