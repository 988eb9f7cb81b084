import type { ComponentChildren } from 'preact'
import type { Remote } from '../remote.ts'
import { Failed } from './notice.tsx'

interface AwaitProps<T> {
  readonly state: Remote<T>
  /** In the plural or with its article: “the accounts”. */
  readonly what: string
  readonly onRetry: () => void
  readonly children: (value: T) => ComponentChildren
}

/** Draws what is fetched: a skeleton at first, the failure with a way to retry, the last value while that stands. */
export const Await = <T,>({ state, what, onRetry, children }: AwaitProps<T>) => (
  <>
    {state.kind === 'failed' && (
      <Failed what={`Could not load ${what}.`} failure={state.failure} onRetry={onRetry} />
    )}
    {state.value === undefined ? state.kind === 'loading' && <Skeleton what={what} /> : children(state.value)}
  </>
)

const Skeleton = ({ what }: { readonly what: string }) => (
  <div class="skeleton" role="status">
    <span class="hidden">Loading {what} …</span>
    <i />
    <i />
    <i />
    <i />
  </div>
)
