import type { Phrase, WidgetState } from '@fireball/core'

/** What the widget itself says around any prompt; each later part has words of its own, the rest is the program's. */
export const words = {
  close: 'Close',
  privacy: 'What is stored',
  stop: 'Stop tips like this',
  why: 'Why am I seeing this?',
}

/** The same words in the page's own language, as far as it has them. */
export const wordsOf = <Words extends Readonly<Record<string, Phrase>>>(
  english: Words,
  state: WidgetState,
): Words => ({ ...english, ...state.words })
