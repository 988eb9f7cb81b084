/** As a `ref`: what was just unfolded is scrolled into view where its box is too low for it. The page stays put. */
export const reveal = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })
