export { mountWidget } from './mount.tsx'
