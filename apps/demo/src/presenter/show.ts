import {
  allSignals,
  type Choice,
  type Decision,
  type FireballEvent,
  type Held,
  interpret,
  present,
  sayHeld,
} from '@fireball/core'
import type { Progress } from '@fireball/sdk'
import program from '../../program.json' with { type: 'json' }
import type { Counted } from './contrast.ts'

/** What one event changed: a signal, how it was read, and on what. */
export interface Change {
  readonly signal: string
  /** Empty when the signal has none. */
  readonly outcome: string
  readonly context: string
  readonly assisted: boolean
}

/** Counting and knowing side by side, at one moment. */
export interface Contrast {
  readonly counted: Counted
  /** Path of the account in the console. */
  readonly console: string
  /** The page that it belongs to; over once another is opened. Without it, it stays. */
  readonly page: string | undefined
}

/** What is on screen, and why. */
export interface Shown {
  readonly key: string
  readonly kind: Choice['kind']
  readonly variant: string
  readonly title: string
  readonly why: string
}

/** Everything that the presenter's bar shows. */
export interface Scene {
  readonly event: { readonly name: string; readonly about: string } | undefined
  readonly changes: readonly Change[]
  readonly shown: Shown | undefined
  readonly held: readonly { readonly key: string; readonly say: string }[]
  readonly requests: readonly string[]
  readonly contrast: Contrast | undefined
  /** The case that is played, and what the presenter would say now. */
  readonly playing: string | undefined
  readonly caption: string
}

const NOTHING: Scene = {
  event: undefined,
  changes: [],
  shown: undefined,
  held: [],
  requests: [],
  contrast: undefined,
  playing: undefined,
  caption: '',
}

type Graph = Parameters<typeof present>[1]

// The same document that the collector publishes; it was checked by a test.
const plume = program as unknown as Graph & Parameters<typeof allSignals>[0]
const signals = allSignals(plume)

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : ''

/** What the program's signals read in an event. */
export const changesOf = (event: FireballEvent): readonly Change[] =>
  interpret(event, signals).map(reading => {
    const { properties } = event
    return {
      signal: signals.find(one => one.hash === reading.signal)?.definition.name ?? '',
      outcome: reading.outcome === 'none' ? '' : reading.outcome,
      context:
        reading.context === '' ? '' : text(properties.context ?? properties.feature ?? properties.prompt),
      assisted: event.assisted,
    }
  })

const shownOf = (choice: Choice, progress: Progress, title: string): Shown => ({
  key: choice.key,
  kind: choice.kind,
  variant: choice.kind === 'prompt' ? choice.variant : choice.cause,
  title,
  // The reason rests on skills and features alone, which is all that the page is told.
  why: present(choice, plume, { ...progress, doc: {} })?.why ?? '',
})

/** Those a presenter may be asked about first: reasons that say something about the person. */
const TELLING: readonly Held['code'][] = ['not-ready', 'out-of-reach', 'helped', 'able', 'practised']

const toldFirst = (a: Held, b: Held): number =>
  Number(TELLING.includes(b.code)) - Number(TELLING.includes(a.code))

/** Collects what happens for the presenter's bar. */
export interface Show {
  readonly scene: () => Scene
  subscribe(listener: () => void): () => void
  onEvent(event: FireballEvent): void
  onDecision(decision: Decision, progress: Progress, title: string): void
  onRequest(line: string): void
  set(change: Partial<Scene>): void
}

const HOUSEKEEPING: readonly string[] = ['Prompt Shown', 'Prompt Clicked', 'Prompt Dismissed']

/** A show with nothing on it yet. */
export const createShow = (): Show => {
  const listeners = new Set<() => void>()
  let scene = NOTHING
  const set = (change: Partial<Scene>) => {
    scene = { ...scene, ...change }
    for (const listener of listeners) listener()
  }
  return {
    scene: () => scene,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onEvent(event) {
      if (HOUSEKEEPING.includes(event.name)) return
      const { outcome, context, feature } = event.properties
      const about = [outcome, context ?? feature].map(text).filter(Boolean).join(' · ')
      set({
        event: { name: event.name || event.type, about },
        changes: changesOf(event),
        requests: [],
      })
    },
    onDecision({ show, held }, progress, title) {
      set({
        shown: show && shownOf(show, progress, title),
        held: [...held].sort(toldFirst).map(({ key, code }) => ({ key, say: sayHeld(code) })),
      })
    },
    onRequest: line => set({ requests: [...scene.requests, line].slice(-4) }),
    set,
  }
}
