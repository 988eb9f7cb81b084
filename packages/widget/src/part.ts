/** A part of the widget in a file of its own, which no first nudge has to wait for. */
export interface Part<P> {
  /** The part if it is there; else it begins to load. */
  now(): P | undefined
  /** The part once it is there; nothing when it could not be loaded, and the next call tries again. */
  soon(): Promise<P | undefined>
}

/** Loads with `fetch` when it is first asked for; `onLoaded` gets its style sheet before it is drawn. */
export const createPart = <P extends { readonly styles: string }>(
  fetch: () => Promise<P>,
  onLoaded: (styles: string) => void,
): Part<P> => {
  let part: P | undefined
  let loading: Promise<P | undefined> | undefined
  const soon = () =>
    // Before 2026 browsers remembered a file that failed until the page was loaded anew: trying is all one can do.
    // Source: https://github.com/whatwg/html/pull/10327
    (loading ??= fetch().then(
      loaded => {
        part = loaded
        onLoaded(loaded.styles)
        return part
      },
      () => {
        loading = undefined
        return undefined
      },
    ))
  return {
    soon,
    now() {
      void soon()
      return part
    },
  }
}
