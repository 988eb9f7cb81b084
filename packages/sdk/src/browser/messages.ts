import { createMessagesIn, type MessagePlace, type MessagesPorts } from '../messages.ts'
import { has } from './page.ts'

/** Where people write. */
const FIELD =
  'input:not([type=button], [type=checkbox], [type=radio], [type=submit]), textarea, [contenteditable]'

/** The page as messages need it: nothing runs while nothing happens on it. */
export const placeIn = (page: Document): MessagePlace => {
  let typingIn: Element | undefined
  return {
    has,
    slots: () => [...page.querySelectorAll('fireball-slot')].map(slot => slot.getAttribute('name') ?? ''),
    isTyping: () => typingIn?.isConnected === true,
    zone: () => -new Date().getTimezoneOffset(),
    listen(then) {
      const stop = new AbortController()
      const { signal } = stop
      page.addEventListener(
        'input',
        ({ target }) => {
          if (target instanceof Element && target.matches(FIELD)) typingIn = target
        },
        { signal, capture: true, passive: true },
      )
      page.addEventListener(
        'focusout',
        () => {
          if (!typingIn) return
          typingIn = undefined
          then()
        },
        { signal, capture: true },
      )
      return () => stop.abort()
    },
    await(isThere, then) {
      let frame = 0
      const changes = new MutationObserver(() => {
        frame ||= requestAnimationFrame(() => {
          frame = 0
          if (!isThere()) return
          stop()
          then()
        })
      })
      const stop = () => {
        cancelAnimationFrame(frame)
        changes.disconnect()
      }
      changes.observe(page, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['id', 'class', 'name'],
      })
      return stop
    },
  }
}

/** Decides on messages in this page. */
export const createMessages = (ports: MessagesPorts) => createMessagesIn(ports, placeIn(document))
