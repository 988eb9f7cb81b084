/** What the widget itself says around any prompt; each later part has words of its own, the rest is the program's. */
export const words = {
  close: 'Close',
  privacy: 'What is stored',
  stop: 'Stop tips like this',
  why: 'Why am I seeing this?',
} as const

/** “2 of 7”. */
export const ofTotal = (done: number, total: number): string => `${done} of ${total}`
