import type { HelpRequest, WidgetEvent, WidgetState } from '@fireball/core'
import { mountWidget } from '@fireball/widget'
import { languages, type StateName, states, stored } from './states.ts'

/** A host page of its own look, with the widget on it, driven by the address or by `window.gallery`. */

const PAGE_STYLES = `
  body { margin: 0; font: 15px/1.5 Georgia, serif; background: light-dark(#f6f4ef, #101114); color: light-dark(#222, #ddd); color-scheme: light dark }
  header, main { padding: 16px 24px }
  header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; border-bottom: 1px solid light-dark(#ddd6c8, #2a2c33) }
  header h1 { font-size: 18px; margin: 0 }
  label { font-size: 13px; display: inline-flex; gap: 6px; align-items: center }
  fireball-slot { display: block; max-width: 360px; margin-block: 24px }
  main { max-width: 900px; min-height: 160vh }
  .bar { display: flex; justify-content: space-between; align-items: center; margin-block-end: 24px }
  .target { padding: 8px 14px; border: 1px solid currentColor; border-radius: 4px; background: none; color: inherit; font: inherit }
  table { width: 100%; border-collapse: collapse } th, td { text-align: start; padding: 10px 8px; border-bottom: 1px solid light-dark(#e4ded2, #26282e) }
`

const sheet = new CSSStyleSheet()
sheet.replaceSync(PAGE_STYLES)
document.adoptedStyleSheets = [sheet]

const query = new URLSearchParams(location.search)
const modes = { auto: 'auto', light: 'light', dark: 'dark' } as const
const positions = { left: 'left', right: 'right' } as const
const pick = <T>(table: Record<string, T>, name: string | null): T | undefined =>
  name !== null && Object.hasOwn(table, name) ? table[name] : undefined

const events: WidgetEvent[] = []
const acted: string[] = []
const tracked: { readonly name: string; readonly properties: object }[] = []
const asked: string[] = []
let chosen: 'local' | 'default' = 'default'
const listeners = new Set<(state: WidgetState) => void>()

const theme: WidgetState['theme'] = {
  ...(query.has('accent') && { accent: `#${query.get('accent')}` }),
  ...(query.has('mode') && { mode: pick(modes, query.get('mode')) ?? 'auto' }),
  ...(pick(positions, query.get('position')) && {
    position: pick(positions, query.get('position')) ?? 'right',
  }),
}
const language = pick(languages, query.get('words')) ?? {}
const withLook = (next: WidgetState): WidgetState => ({ ...next, ...language, theme })
let state = withLook(pick<WidgetState>(states, query.get('state')) ?? states.checklist)

const show = (next: WidgetState) => {
  state = withLook(next)
  for (const listener of listeners) listener(state)
}

/** What the SDK would do: drop what was put away, bring back what was restored. */
const decideAnew = (event: WidgetEvent) => {
  events.push(event)
  if (
    event.kind === 'dismissed' ||
    event.kind === 'stopped' ||
    (event.kind === 'clicked' && /^(answer|done)$/.test(event.target ?? ''))
  ) {
    const { prompt: _, ...rest } = state
    show(rest)
  }
  if (event.kind === 'checklist' && event.is === 'dismissed') {
    const { checklist: _, ...rest } = state
    show(rest)
  }
  if (event.kind === 'checklist' && event.is === 'restored')
    show({ ...state, checklist: states.checklist.checklist })
}

const mount = () =>
  mountWidget({
    subscribe(listener) {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
    report: decideAnew,
    track: (name, properties) => tracked.push({ name, properties }),
    act: action => acted.push(action.open ?? action.call ?? ''),
    async ask(message, feature) {
      if (message === 'fail') throw new Error('no room')
      asked.push(`${feature ?? '-'}: ${message}`)
      const request: HelpRequest = {
        id: `r${asked.length + 10}`,
        message,
        askedAt: 10,
        state: state.sending === 'on' ? 'sent' : 'queued',
      }
      const { prompt: _, ...rest } = state
      show({ ...rest, help: [request, ...state.help] })
      return request
    },
    stored: {
      async read() {
        return chosen === 'local' ? { ...stored, level: 'local', because: 'choice' } : stored
      },
      choose(what) {
        chosen = what
      },
      async purge() {
        acted.push('purge')
      },
    },
  })

let widget = mount()
const gallery = {
  events,
  acted,
  tracked,
  asked,
  states,
  show,
  showNamed: (name: StateName) => show(states[name]),
  dispose: () => widget.dispose(),
  mount: () => {
    widget = mount()
  },
}
declare global {
  interface Window {
    gallery: typeof gallery
  }
}
window.gallery = gallery

document.documentElement.dir = query.get('dir') ?? 'ltr'
if (query.has('theme')) document.documentElement.dataset.theme = query.get('theme') ?? ''

/** Presses the first button of the widget that says so, once it is there. */
const press = async (says: string): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    const button = [...document.querySelectorAll('[data-fireball]')]
      .flatMap(host => [...(host.shadowRoot?.querySelectorAll('button') ?? [])])
      .find(each => each.part.contains(says) || each.textContent === says)
    if (button) return button.click()
    await new Promise(done => setTimeout(done, 20))
  }
}
// What is opened by hand, for who only looks.
if (query.has('open')) {
  if (query.get('state')?.startsWith('checklist')) void press('launch')
  if (query.get('state') === 'stored') void press('Why am I seeing this?').then(() => press('What is stored'))
}

for (const select of document.querySelectorAll('select')) {
  if (select.name === 'state') for (const name of Object.keys(states)) select.add(new Option(name))
  select.value = query.get(select.name) ?? (select.name === 'state' ? 'checklist' : '')
  select.addEventListener('change', () => {
    query.set(select.name, select.value)
    location.search = `${query}`
  })
}
