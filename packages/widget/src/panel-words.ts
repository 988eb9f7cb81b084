/** Every sentence of the checklist's panel. */
export const words = {
  ask: 'Ask for help',
  back: 'Back',
  collapse: 'Collapse',
  done: 'Done',
  hidden: 'Checklist hidden.',
  hide: 'Hide checklist',
  locked: 'Locked',
  open: 'To do',
  undo: 'Undo',
} as const

/** “After A · B · C”: which steps a locked one waits for. */
export const waitsFor = (missing: readonly string[]): string => `After ${missing.join(' · ')}`
