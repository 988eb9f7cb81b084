/** A part of the widget in a file of its own, which no first nudge has to wait for. */
export interface Part<P> {
  /** The part, once it is there. */
  readonly now: P | undefined
  /** The same, and has it load. */
  need(): P | undefined
  /** Loads the part unless it is there; gives nothing when that failed, and the next call tries again. */
  load(): Promise<P | undefined>
}

/** Loads with `fetch` when it is first asked for; `onLoaded` gets its style sheet before it is drawn. */
export const createPart = <P extends { readonly styles: string }>(
  fetch: () => Promise<P>,
  onLoaded: (styles: string) => void,
): Part<P> => {
  let loading: Promise<P | undefined> | undefined
  const part: Part<P> & { now: P | undefined } = {
    now: undefined,
    need() {
      void part.load()
      return part.now
    },
    load() {
      // Until 2026 browsers kept a failed file in mind while the page lasted; there, trying again is in vain.
      // Source: https://github.com/whatwg/html/pull/10327
      loading ??= fetch().then(
        loaded => {
          part.now = loaded
          onLoaded(loaded.styles)
          return loaded
        },
        () => {
          loading = undefined
          return undefined
        },
      )
      return loading
    },
  }
  return part
}
