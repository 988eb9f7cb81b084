import { createPart } from './part.ts'

/** Everything that no first nudge has to wait for, each in a file of its own. */
export const createParts = (onLoaded: (styles: string) => void) => ({
  checklist: createPart(() => import('./checklist.tsx'), onLoaded),
  offer: createPart(() => import('./offer.tsx'), onLoaded),
  help: createPart(() => import('./help.tsx'), onLoaded),
  reach: createPart(() => import('./reach.ts'), onLoaded),
  rich: createPart(() => import('./rich.tsx'), onLoaded),
  stored: createPart(() => import('./stored.tsx'), onLoaded),
  message: createPart(() => import('./message.tsx'), onLoaded),
})
