export { checklistView, present } from '@fireball/core'
export { mountWidget } from './mount.tsx'
