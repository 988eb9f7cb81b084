import type { Action, OfferView } from '@fireball/core'

/** Whether a person may be asked, too: a lesson is not the way for everyone who lacks a skill. */
export const canAsk = ({ variant }: OfferView): boolean => variant === 'learn'

/** One way forward in an offer; `target` is what is reported when it is taken. */
export interface OfferButton {
  readonly target: 'upgrade' | 'lesson'
  readonly action: Action
}

/**
 * The ways forward, the leading one first. Paying is always among them: who lacks a skill is shown the lesson first,
 * never instead.
 */
export const offerButtons = ({ variant, lesson, upgrade }: OfferView): readonly OfferButton[] => {
  const pay: OfferButton = { target: 'upgrade', action: upgrade }
  // Who is ready has nothing to learn first.
  const learn: readonly OfferButton[] =
    variant !== 'ready' && lesson?.action ? [{ target: 'lesson', action: lesson.action }] : []
  return variant === 'learn' ? [...learn, pay] : [pay, ...learn]
}
