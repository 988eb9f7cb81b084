import { createMessagesIn, type MessagePlace, type MessagesPorts } from '../messages.ts'
import { has } from './page.ts'

/** Where people write. */
const FIELD =
  'input:not([type=button], [type=checkbox], [type=radio], [type=submit]), textarea, [contenteditable]'

/** The widget's part by which slots in shadow roots are known, and which draws in them. */
interface PlacesPart {
  definePlaces(page: Document): {
    readonly all: ReadonlySet<Element>
    readonly listeners: Set<() => void>
  }
}

// Beside this part, wherever that is served from.
const loadPlaces = (): Promise<PlacesPart> =>
  import(new URL(__WIDGET_FILE__.replace('-', '-places-'), import.meta.url).href)

/** The page as messages need it: nothing runs while nothing happens on it. */
export const placeIn = (page: Document, load = loadPlaces): MessagePlace => {
  let typingIn: Element | undefined
  let places: ReturnType<PlacesPart['definePlaces']> | undefined
  let isAsked = false
  let changed = () => {}
  const define = async () => {
    isAsked = true
    try {
      places = (await load()).definePlaces(page)
      places.listeners.add(changed)
      changed()
    } catch {
      isAsked = false // offline, perhaps: the next decision tries again
    }
  }
  return {
    has,
    slots() {
      if (!isAsked) void define()
      const slots = places?.all ?? page.querySelectorAll('fireball-slot')
      return [...slots].map(slot => slot.getAttribute('name') ?? '')
    },
    isTyping: () => typingIn?.isConnected === true,
    zone: () => -new Date().getTimezoneOffset(),
    listen(then) {
      changed = then
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
      return () => {
        stop.abort()
        places?.listeners.delete(changed)
      }
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
