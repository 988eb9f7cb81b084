/** When a click is judged: an answer within a second counts, a request is known only when it has come back. */
export const DEAD = { judgeMs: 3000, dropMs: 1500 } as const

const CLICKABLE =
  'a[href],button,summary,[onclick],[role=button],[role=link],[role=menuitem],[role=tab],[role=option],[role=switch],[role=checkbox],input[type=button],input[type=submit],input[type=image]'

/** What answers in a way that a page cannot see, or is right to do nothing. */
const SILENT =
  'a[target]:not([target=_self]),a[download],a:not([href^=http]):not([href^="/"]):not([href^="#"]):not([href^="."]):not([href^="?"])[href*=":"],input:not([type=button]):not([type=submit]):not([type=image]),select,option,textarea,label,[contenteditable],video,audio,canvas,iframe,embed,object,[data-fireball],[data-fireball-repeat],:disabled,[aria-disabled=true],[aria-selected=true],[aria-current]:not([aria-current=false])'

/** What shows that the page has answered, beside a change of the document, focus elsewhere and a request. */
const ANSWERS = [
  'scroll',
  'input',
  'change',
  'submit',
  'invalid',
  'toggle',
  'copy',
  'cut',
  'play',
  'pause',
  'close',
  'fullscreenchange',
  'visibilitychange',
  'popstate',
  'hashchange',
  'pagehide',
  'beforeunload',
  'blur',
] as const

const isElement = (one: EventTarget): one is Element => 'matches' in one && typeof one.matches === 'function'

/** Whether a path looks as if a click on it did something that can be seen. */
export const looksClickable = (path: readonly EventTarget[], page: Window): boolean => {
  const elements = path.filter(isElement)
  const [target] = elements
  if (!target || elements.some(one => one.matches(SILENT))) return false
  const found = elements.find(one => one.matches(CLICKABLE))
  // A link to where the page already is leads nowhere else.
  if (found?.matches('a[href]') && (found as HTMLAnchorElement).href === page.location.href) return false
  return found !== undefined || page.getComputedStyle(target).cursor === 'pointer'
}

/** What the watch needs to tell. */
export interface DeadClickPorts {
  /** A click that nothing answered; `at` is when it was made. */
  dead(path: readonly EventTarget[]): void
  /** Whether a request is one of ours. */
  isOwn(url: string): boolean
}

/**
 * Watches one click at a time: from the press, because some pages act on that, for three seconds. Anything that changes
 * meanwhile is taken for its answer: rather miss a dead click than see one where there is none. Returns how to stop.
 */
export const watchDeadClicks = ({ dead, isOwn }: DeadClickPorts, page: Window = window): (() => void) => {
  const stop = new AbortController()
  const { document } = page
  let finish = () => {}

  const watch = (path: readonly EventTarget[]) => {
    const over = new AbortController()
    const pressedAt = page.performance.now()
    let isClicked = false
    let timer = page.setTimeout(() => isClicked || finish(), DEAD.dropMs)
    const answered = () => finish()
    const observer = new MutationObserver(answered)
    for (const root of [document, ...path.filter(one => 'host' in one && 'mode' in one)])
      observer.observe(root as Node, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      })
    const requests =
      typeof PerformanceObserver === 'function'
        ? new PerformanceObserver(list => {
            for (const { name, startTime } of list.getEntries())
              if (startTime >= pressedAt && !isOwn(name)) answered()
          })
        : undefined
    requests?.observe({ type: 'resource' })
    finish = () => {
      over.abort()
      observer.disconnect()
      requests?.disconnect()
      page.clearTimeout(timer)
      finish = () => {}
    }
    const on = (type: string, act: (event: Event) => void, target: EventTarget = page) =>
      target.addEventListener(type, act, { capture: true, passive: true, signal: over.signal })
    for (const type of ANSWERS) on(type, answered)
    on('focusin', event => path.includes(event.composedPath()[0] as EventTarget) || answered())
    on('selectionchange', () => page.getSelection()?.isCollapsed === false && answered(), document)
    const { navigation } = page as Window & { readonly navigation?: EventTarget }
    if (navigation) on('navigate', answered, navigation)
    on('click', event => {
      if (isClicked || !event.isTrusted) return
      isClicked = true
      const clicked = event.composedPath()
      page.clearTimeout(timer)
      timer = page.setTimeout(() => {
        finish()
        dead(clicked)
      }, DEAD.judgeMs)
    })
  }

  page.addEventListener(
    'pointerdown',
    event => {
      const { isTrusted, button, ctrlKey, metaKey, shiftKey, altKey } = event
      const path = event.composedPath()
      finish()
      if (
        isTrusted &&
        button === 0 &&
        !(ctrlKey || metaKey || shiftKey || altKey) &&
        looksClickable(path, page)
      )
        watch(path)
    },
    { capture: true, passive: true, signal: stop.signal },
  )
  return () => {
    stop.abort()
    finish()
  }
}
