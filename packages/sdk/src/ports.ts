import type { Journal, Store } from './keeper.ts'
import type { WidgetModule } from './screen.ts'
import type { Answer } from './sender.ts'

/** Small texts kept at once, seen by all tabs; in memory where the browser keeps nothing. */
export interface Notes {
  read(name: string): string | null
  write(name: string, text: string): void
  /** Deletes all of them, and the journal. */
  clear(): void
}

/** What the page tells the client; each is called at most once per happening. */
export interface PageListener {
  /** In view again, focused, or back from the browser's cache. */
  onVisible(): void
  /** The page may never come back. */
  onHidden(): void
  /** Gone, perhaps to the browser's cache: nothing may be held that keeps it out of there. */
  onLeave(): void
  onReturn(): void
  onOnline(): void
  /** The address may have changed. */
  onNavigate(): void
  /** Another tab wrote (or, with null, deleted) a journal entry or a note. */
  onForeign(kind: 'journal' | 'note', name: string, text: string | null): void
}

/** The world as the client sees it: everything that is not a decision. */
export interface ClientPorts {
  readonly journal: Journal
  readonly store: Store
  readonly notes: Notes
  /** Sends a batch. Never rejects. */
  post(body: string): Promise<Answer>
  /** Fetches the public program; `tag` names its state where the answer says so. Never rejects. */
  fetchProgram(): Promise<{ readonly body?: unknown; readonly tag?: string | undefined }>
  loadWidget(): Promise<WidgetModule>
  now(): number
  /** [0, 1). */
  random(): number
  /** Calls once, later; returns how to prevent it. */
  wait(ms: number, then: () => void): () => void
  page(): { readonly url: string; readonly path: string; readonly title: string; readonly referrer: string }
  isOnline(): boolean
  /** What the browser says on the person's behalf. */
  privacySignal(): 'GPC' | 'DNT' | undefined
  /** Takes part in choosing the one tab that sends; returns how to step back. */
  stand(elected: (isElected: boolean) => void): () => void
  listen(listener: PageListener): () => void
  /** Follows a link, if it is one that may be followed. */
  open(url: string): void
  /** A line for developers; shown on localhost only. */
  say(line: string): void
}
