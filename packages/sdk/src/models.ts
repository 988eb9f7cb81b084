// What a page needs only of a product whose learning is live, or that tells how much of a limit is used.
export { abilitiesOf, limitHolds, usageShape } from '@fireball/core'
