import type { decide, JudgeAbilities, limitHolds, usageShape } from '@fireball/core'
import type { AttemptPorts } from './attempt.ts'
import type { createFold } from './fold.ts'
import type { MessagesPorts } from './messages.ts'
import type { WidgetModule } from './screen.ts'
import type { Answer } from './sender.ts'
import type { storedView } from './stored.ts'
import type { struggles } from './stuck.ts'

/** Small texts kept at once, and seen by all tabs; they survive a page that closes in the same task. */
export interface Notes {
  read(name: string): string | null
  /** Whether it is on disk: it is not where the browser has no room or keeps nothing. */
  write(name: string, text: string): boolean
  remove(name: string): void
  names(prefix: string): readonly string[]
}

/** What a transaction finds or leaves under each key; `undefined` deletes. */
export type Found = ReadonlyMap<string, unknown>

/** Roomy, asynchronous, and it survives a browser that is killed. */
export interface Store {
  /** All of it, in the order of the keys. */
  read(): Promise<Found>
  /** One transaction: reads `keys`, and puts what `change` makes of them. */
  update(keys: readonly string[], change: (found: Found) => Found): Promise<void>
  /** Deletes everything, the database too. */
  destroy(): Promise<void>
}

/** What the page tells the client; each is called at most once per happening. */
export interface PageListener {
  /** In view again, focused, or back from the browser's cache. */
  onVisible(): void
  /** Whatever the running task has yet to write it has to write now. */
  onClosing(): void
  /** The page may never come back. */
  onHidden(): void
  /** Gone, perhaps to the browser's cache: nothing may be held that keeps it out of there. */
  onLeave(): void
  onReturn(): void
  onOnline(): void
  /** The address may have changed. */
  onNavigate(): void
  /** Another tab wrote a note, or (with null) removed it; `before` is what it was. */
  onForeign(name: string, text: string | null, before: string | null): void
}

/** The world as a tracker sees it: everything that is not a decision. */
export interface TrackerPorts {
  readonly notes: Notes
  readonly store: Store
  /** Sends a batch; the first of `tries` outlives the page. Never rejects. */
  post(body: string | Blob, tries: number): Promise<Answer>
  /** Sends when the page goes, whatever becomes of it; returns how to prevent it, or nothing where browsers cannot. */
  postLater?: ((body: string) => (() => void) | undefined) | undefined
  /** A smaller form of a body, if there is one that pays. */
  squeeze(body: string): Promise<string | Blob>
  /** The time of the page, which may be another one than today: events carry it, and decisions go by it. */
  now(): number
  /** The time of the device, which requests go by; never goes back. */
  clock(): number
  /** Has `now` answer what this answers, where that is a time. */
  follow(next: () => unknown): void
  /** [0, 1). */
  random(): number
  /** Calls once, later; returns how to prevent it. */
  wait(ms: number, then: () => void): () => void
  path(): string
  isOnline(): boolean
  /** What the browser says on the person's behalf. */
  privacySignal(): 'GPC' | 'DNT' | undefined
  /**
   * Calls when the lock of that name is ours, at once where there are no locks; it is free again when our tab dies, or
   * if `then` answers false. `known` is called when it is certain whether another tab has it. Returns how to let go, or to
   * wait no longer.
   */
  lock(name: string, then: () => unknown, known?: () => void): () => void
  listen(listener: PageListener): () => void
  /** Calls once the page is one that somebody sees: not while the browser only prepares it. */
  whenActive(then: () => void): void
}

/** The page as events see it: no query and no fragment, which may hold what people typed. */
export interface PageView {
  readonly url: string
  readonly path: string
  readonly title: string
  readonly referrer: string
}

/** What of the client is loaded when it is first needed. */
export interface LazyParts {
  /** How to tell that somebody is stuck: when something has failed. */
  readonly stuck: { readonly struggles: typeof struggles }
  /** What notices that nothing comes of a start: when there is one. */
  readonly attempt: { watchAttempt(ports: AttemptPorts): () => void }
  /** How to decide on messages: when the program has some. */
  readonly messages: { createMessages(ports: MessagesPorts): typeof decide }
  /** How to judge by what was learned, and what a limit holds. */
  readonly models: {
    readonly abilitiesOf: JudgeAbilities
    readonly limitHolds: typeof limitHolds
    readonly usageShape: typeof usageShape
  }
  /** How to fold away old entries: when there are many. */
  readonly fold: { readonly createFold: typeof createFold }
  /** What the person is told of what is stored: when they ask. */
  readonly stored: { readonly storedView: typeof storedView }
}

/** The world as the whole client sees it. */
export interface ClientPorts extends TrackerPorts {
  /** Fetches the public program; `tag` names its state where the answer says so. Never rejects. */
  fetchProgram(): Promise<{ readonly body?: unknown; readonly tag?: string | undefined }>
  loadWidget(): Promise<WidgetModule>
  loadPart<Name extends keyof LazyParts>(name: Name): Promise<LazyParts[Name]>
  page(): PageView
  /** Whether somebody may see the page: it is no tab behind another. */
  isInView(): boolean
  /** Whether one of these selectors finds anything on the page; where nobody can tell it is absent. */
  has?(selectors: readonly string[]): boolean
  /** Takes or gives up the page's one surface that asks for attention; whether it may be used. */
  claim?(wants: boolean): boolean
  /** Follows a link, if it is one that may be followed. */
  open(url: string): void
  /** Deletes all that is stored and stops, the whole client. */
  purge?(): Promise<void>
}
