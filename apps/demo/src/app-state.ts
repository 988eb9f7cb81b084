import { FIRST_DAY, instantOf, STARTING_DAY } from './clock.ts'
import type { Call } from './shop/call.ts'
import { type Action, type Performed, perform } from './shop/perform.ts'
import { newShop, type Shop } from './shop/shop.ts'

/** All that the page shows at one instant. */
export interface AppState {
  readonly shop: Shop
  /** Where the demo's calendar stands; 0 is the real today. */
  readonly daysAgo: number
  /** What came of the last action, until the next one or the next page. */
  readonly notice: (Pick<Performed, 'tone' | 'said'> & { readonly about: Action['kind'] }) | undefined
  /** How many actions there were: a new number says that one is done. */
  readonly acted: number
}

/** What the state needs of the world. */
export interface AppPorts {
  now(): number
  newId(): string
  load(): unknown
  save(state: Pick<AppState, 'shop' | 'daysAgo'>): void
  /** Passes on what the app tells Fireball, with the instant on the demo's calendar. */
  say(call: Call, at: number): void
}

/** The one store of the page. */
export interface App {
  readonly state: () => AppState
  subscribe(listener: () => void): () => void
  act(action: Action): Performed
  setDay(daysAgo: number): void
  clearNotice(): void
  /** Forgets the shop and starts another. */
  restart(name: string, daysAgo?: number): Shop
}

const isSaved = (raw: unknown): raw is Pick<AppState, 'shop' | 'daysAgo'> =>
  typeof raw === 'object' && raw !== null && 'shop' in raw && 'daysAgo' in raw

/** Keeps the shop, performs actions on it, and tells whoever listens. */
export const createApp = (ports: AppPorts): App => {
  const listeners = new Set<() => void>()
  const fresh = (name: string) => newShop(`shop-${ports.newId()}`, `owner-${ports.newId()}`, name)
  const saved = ports.load()
  let state: AppState = {
    ...(isSaved(saved) ? saved : { shop: fresh('Corner Bakery'), daysAgo: STARTING_DAY }),
    notice: undefined,
    acted: 0,
  }
  const set = (change: Partial<AppState>) => {
    state = { ...state, ...change }
    const { shop, daysAgo } = state
    ports.save({ shop, daysAgo })
    for (const listener of listeners) listener()
  }
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    act(action) {
      const at = instantOf(state.daysAgo, ports.now())
      const performed = perform(state.shop, action, at)
      const { shop, tone, said, calls } = performed
      set({
        shop,
        acted: state.acted + 1,
        notice: said === '' ? undefined : { tone, said, about: action.kind },
      })
      for (const call of calls) ports.say(call, at)
      return performed
    },
    setDay: daysAgo => set({ daysAgo: Math.min(FIRST_DAY, Math.max(0, daysAgo)), notice: undefined }),
    clearNotice: () => {
      if (state.notice !== undefined) set({ notice: undefined })
    },
    restart(name, daysAgo = STARTING_DAY) {
      const shop = fresh(name)
      set({ shop, daysAgo, notice: undefined })
      return shop
    },
  }
}
