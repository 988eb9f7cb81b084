/** As a `ref` of what stands in the place of a button that was just pressed: its field, or last button, takes the focus. */
export const takeFocus = (element: HTMLElement | null): void =>
  element?.querySelector<HTMLElement>('textarea, button:last-child')?.focus()
