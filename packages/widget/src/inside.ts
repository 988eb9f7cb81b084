/**
 * Matches of a selector that may step inside: `app-shell >>> button.new` looks for the button in the open shadow root
 * of each `app-shell`, or in its document where that is a frame of the same origin; any number of steps. `enter` gets
 * each root that was stepped into.
 */
export const matchesInside = (
  page: Document,
  selector: string,
  enter: (root: Document | ShadowRoot) => void,
): readonly Element[] => {
  const [first = '', ...inner] = selector.split('>>>')
  let found = [...page.querySelectorAll(first)]
  for (const step of inner)
    found = found.flatMap(element => {
      // Null for a frame of another origin.
      const root = element.shadowRoot ?? (element as HTMLIFrameElement).contentDocument
      if (!root) return []
      enter(root)
      return [...root.querySelectorAll(step)]
    })
  return found
}
