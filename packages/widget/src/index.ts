export { checklistView, present, sayHeld } from '@fireball/core'
export { mountWidget } from './mount.tsx'
