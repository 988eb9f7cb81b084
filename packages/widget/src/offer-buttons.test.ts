import type { OfferView } from '@fireball/core'
import { expect, test } from 'vitest'
import { canAsk, offerButtons } from './offer-buttons.ts'

const upgrade = { label: 'Upgrade', open: '/plans' }
const learn = { label: 'Save a segment', call: 'segment' }
const offer = (variant: OfferView['variant'], action?: typeof learn): OfferView => ({
  kind: 'offer',
  key: 'o',
  title: 'O',
  why: 'w',
  variant,
  feature: 'f',
  can: [],
  adds: [],
  lesson: { name: 'Segments', why: 'w', ...(action && { action }) },
  upgrade,
})
const targets = (view: OfferView) => offerButtons(view).map(({ target }) => target)

test('ready: the upgrade alone', () => {
  expect(offerButtons(offer('ready', learn))).toEqual([{ target: 'upgrade', action: upgrade }])
})

test('learn: the lesson leads, paying stays possible', () => {
  expect(targets(offer('learn', learn))).toEqual(['lesson', 'upgrade'])
  expect(targets(offer('learn'))).toEqual(['upgrade'])
})

test('learn: a person may be asked; elsewhere nothing draws away from the ways forward', () => {
  expect((['ready', 'learn', 'lift'] as const).filter(variant => canAsk(offer(variant)))).toEqual(['learn'])
})

test('lift: the way to lift it leads', () => {
  expect(targets(offer('lift', learn))).toEqual(['upgrade', 'lesson'])
})
