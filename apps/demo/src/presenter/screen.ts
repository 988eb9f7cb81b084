/** What Fireball's widget shows of a prompt, read off the screen as a person would. */
export interface OnScreen {
  readonly kind: string
  readonly title: string
  close(): void
}

/** The prompt on screen now. */
export const promptOnScreen = (): OnScreen | undefined => {
  const shadow = document.querySelector('[data-fireball]')?.shadowRoot
  const box = shadow?.querySelector('[part=nudge], [part=offer], [part=help]')
  if (!box) return undefined
  return {
    kind: box.getAttribute('part') ?? '',
    title: box.querySelector('[part=title]')?.textContent?.trim() ?? '',
    close: () => box.querySelector<HTMLButtonElement>('button[aria-label="Close"]')?.click(),
  }
}
