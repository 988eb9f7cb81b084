import { FRICTION } from '../friction.ts'

/** What happens to forms, told without anything that stands in them. */
export interface FormPorts {
  /** Sent, or tried to be, again and again. */
  retried(path: readonly EventTarget[]): void
  /** Begun and left. */
  abandoned(path: readonly EventTarget[]): void
  now(): number
}

interface Kept {
  /** Fields that a person has changed; which ones, never what to. */
  readonly fields: Set<EventTarget>
  readonly path: readonly EventTarget[]
  tries: readonly number[]
}

/** Of more forms at once the oldest is forgotten; fields from which on a form counts as begun. */
const MOST_FORMS = 8
const BEGUN_FROM = 2

const formIn = (path: readonly EventTarget[]): HTMLFormElement | undefined =>
  path.find((one): one is HTMLFormElement => 'tagName' in one && /^form$/i.test(`${one.tagName}`))

/** Searching is done when the results are there. */
const isSearch = (form: HTMLFormElement): boolean => form.matches('[role=search],:has([type=search])')

/**
 * A form that is sent (or refused by the browser's own check) three times within two minutes, with nothing changed in
 * between or the check in the way, is retried. One of which two fields were changed and that is neither sent nor
 * followed by anything that was tracked, when the view or the page ends, is abandoned.
 */
export const watchForms = ({ retried, abandoned, now }: FormPorts, page: Window = window) => {
  const stop = new AbortController()
  const forms = new Map<HTMLFormElement, Kept>()
  const kept = (form: HTMLFormElement, path: readonly EventTarget[]): Kept => {
    const one = forms.get(form) ?? { fields: new Set(), path: path.slice(path.indexOf(form)), tries: [] }
    forms.delete(form)
    forms.set(form, one)
    const [oldest] = forms.keys()
    if (forms.size > MOST_FORMS && oldest) forms.delete(oldest)
    return one
  }
  let lastCheck = 0
  const hear = (event: Event) => {
    const path = event.composedPath()
    const form = formIn(path)
    if (!form || !event.isTrusted || isSearch(form)) return
    const { type } = event
    const one = kept(form, path)
    if (type === 'input') {
      one.fields.add(path[0] as EventTarget)
      // What is sent next is something else; after a check it is the same once more.
      if (lastCheck === 0) one.tries = []
      return
    }
    const at = now()
    // A check tells once per field that it finds.
    if (type === 'invalid' && at - lastCheck < 100) return
    lastCheck = type === 'invalid' ? at : 0
    if (type === 'submit') one.fields.clear()
    one.tries = [...one.tries.filter(tried => at - tried <= FRICTION.retryMs), at]
    if (one.tries.length === FRICTION.retries) retried(one.path)
  }
  for (const type of ['input', 'submit', 'invalid'])
    page.addEventListener(type, hear, { capture: true, passive: true, signal: stop.signal })
  return {
    /** Something came of what was begun; after a success what was tried is not tried again. */
    settle(isSuccess: boolean) {
      for (const one of forms.values()) {
        one.fields.clear()
        if (isSuccess) one.tries = []
      }
    },
    /** The view is left. */
    leave() {
      for (const { fields, path } of forms.values()) if (fields.size >= BEGUN_FROM) abandoned(path)
      forms.clear()
    },
    stop: () => stop.abort(),
  }
}
