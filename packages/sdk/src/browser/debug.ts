import type { Decision, HoldCode, MessageHoldCode } from '@fireball/core'
import type { Client } from '../client.ts'
import type { Consent } from '../consent.ts'
import type { Emitter, Fault } from '../emitter.ts'
import type { Identity } from '../identity.ts'
import type { Entry } from '../queue.ts'

/** What the inspector shows, as it is at the moment. */
export interface Inspected {
  readonly key: string
  readonly consent: Consent
  readonly identity: Identity
  /** Version of the program that is here; `undefined` before it came. */
  readonly program: string | undefined
  readonly paused: readonly string[]
  readonly decision: Decision
  /** Newest last. */
  readonly entries: readonly Entry[]
  readonly faults: readonly Fault[]
}

/** What the inspector needs of its surroundings. */
export interface InspectorPorts {
  read(): Inspected
  /** Calls at each change; returns how to stop. */
  onChange(act: () => void): () => void
  flush(): unknown
}

const WHY: Readonly<Record<Consent['why'], string>> = {
  choice: 'the person chose it',
  GPC: 'the browser says Global Privacy Control',
  DNT: 'the browser says Do Not Track',
  host: 'the page says so',
  default: 'nobody said anything',
}

const STATES: Readonly<Record<Entry['state'], string>> = {
  held: 'waits for the program to say whether it may be sent',
  queued: 'waits to be sent',
  acked: 'the collector has it',
  local: 'stays in this browser',
}

const HELD: Readonly<Record<Exclude<HoldCode, MessageHoldCode>, string>> = {
  paused: 'the team has paused it',
  stopped: 'the person said: stop tips like this',
  'other-page': 'is for another page',
  'unknown-fact': 'waits for a fact that is not known here',
  audience: 'is for others',
  'no-moment': 'nothing calls for it now',
  answered: 'was answered already',
  'not-ready': 'skills are missing',
  able: 'the person is able already',
  practised: 'the person has practised it',
  'out-of-reach': 'other skills come first',
  helped: 'has helped already',
  done: 'is done',
  capped: 'was shown often enough',
  'cooling-down': 'rests after it was closed',
  'attention-spent': 'enough was shown lately',
  outranked: 'something else goes first',
  impersonated: 'somebody else is logged in as this user',
  'unknown-name': 'its skill or step is not in the program',
}

const MOST = 60

type Child = Node | string | undefined

const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children.flatMap(child => child ?? []))
  return element
}

const row = (name: string, ...value: readonly Child[]) =>
  make('div', { className: 'row' }, make('dt', {}, name), make('dd', {}, ...value))

const code = (text: string) => make('code', {}, text)

const time = (at: number) => new Date(at).toLocaleTimeString([], { hour12: false })

const entryRow = ({ event, state, seq, bytes }: Entry) => {
  const { name, type, at, properties, context, assisted } = event
  const said = { ...properties, ...(assisted ? { '(assisted)': true } : {}) }
  const more = { id: event.id, type, at: new Date(at).toISOString(), seq, bytes, properties, context }
  return make(
    'details',
    { className: 'event' },
    make(
      'summary',
      {},
      make('time', {}, time(at)),
      make('b', {}, name || type),
      make('span', { className: 'said' }, Object.keys(said).length > 0 ? JSON.stringify(said) : ''),
      make('span', { className: `state ${state}`, title: STATES[state] }, state),
    ),
    make('pre', {}, JSON.stringify(more, null, 2)),
  )
}

const section = (title: string, ...children: readonly Child[]) =>
  make('section', {}, make('h3', {}, title), ...children)

const drawn = ({ consent, identity, program, paused, decision, entries, faults }: Inspected) => {
  const count = (state: Entry['state']) => entries.filter(one => one.state === state).length
  const { show, beside = [], held } = decision
  const shown = [...(show ? [show] : []), ...beside]
  return [
    make(
      'dl',
      {},
      row('Consent', make('b', {}, consent.level), `, because ${WHY[consent.why]}`),
      row(
        'Program',
        program === undefined ? 'not here yet' : code(program),
        paused.length > 0 ? `, paused: ${paused.join(', ')}` : '',
      ),
      row('User', identity.userId === undefined ? 'not identified' : code(identity.userId)),
      row('Account', identity.groupId === undefined ? 'none named' : code(identity.groupId)),
      row(
        'Events',
        `${count('queued')} wait, ${count('held')} held, ${count('acked')} acknowledged, ${count('local')} stay here`,
      ),
    ),
    section(
      'On screen',
      ...shown.map(one => make('p', {}, code(one.key), ` because of “${one.cause}”`)),
      shown.length > 0 ? undefined : make('p', {}, 'Nothing.'),
      make(
        'ul',
        {},
        ...held.map(one =>
          make(
            'li',
            {},
            code(one.key),
            // The codes of messages speak for themselves.
            ` ${Object.hasOwn(HELD, one.code) ? HELD[one.code as keyof typeof HELD] : ''} `,
            make('i', {}, one.code),
            one.until ? ` until ${time(one.until)}` : '',
          ),
        ),
      ),
    ),
    faults.length > 0
      ? section(
          'Errors',
          make(
            'ul',
            { className: 'faults' },
            ...faults.map(one => make('li', {}, code(one.code), ` ${describe(one.detail)}`)),
          ),
        )
      : undefined,
    section(
      `Events, newest first${entries.length > MOST ? ` (${MOST} of ${entries.length})` : ''}`,
      ...entries.slice(-MOST).reverse().map(entryRow),
      entries.length === 0 ? make('p', {}, 'None yet.') : undefined,
    ),
  ]
}

const describe = (detail: unknown): string => {
  try {
    return detail instanceof Error ? detail.message : (JSON.stringify(detail) ?? '').slice(0, 300)
  } catch {
    return '' // what cannot be written down is not described
  }
}

const CSS = `:host{all:initial!important}
*{box-sizing:border-box;margin:0;padding:0;font:inherit}
aside{--back:light-dark(#fff,#1c1e24);--text:light-dark(#16181d,#f1f2f5);--muted:light-dark(#5a6072,#a3a9b8);--line:light-dark(#dfe2e8,#3a3e49);--soft:light-dark(#f4f5f8,#272a32);color-scheme:light dark;position:fixed;inset:16px auto auto 16px;margin:0;padding:0;z-index:2147483647;width:min(440px,calc(100vw - 32px));max-height:min(70vh,640px);display:flex;flex-direction:column;background:var(--back);color:var(--text);border:1px solid var(--line);border-radius:12px;box-shadow:0 8px 32px #0003;font:400 13px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow:hidden}
header{display:flex;align-items:center;gap:8px;padding:8px 8px 8px 14px;border-bottom:1px solid var(--line)}
h2{font-weight:600;flex:1}
button{min-height:28px;padding:0 10px;border:1px solid var(--line);border-radius:7px;background:none;color:inherit;cursor:pointer}
button:hover{background:var(--soft)}
:focus-visible{outline:2px solid #3b5bdb;outline-offset:1px}
main{overflow:auto;padding:10px 14px 14px}
.row{display:flex;gap:10px;padding:1px 0}
dt{flex:0 0 72px;color:var(--muted)}
dd{min-width:0;overflow-wrap:anywhere}
b{font-weight:600}
h3{margin:14px 0 4px;font-weight:600}
ul{list-style:none}
li{padding:1px 0;overflow-wrap:anywhere}
code,pre,.said{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:12px}
i,time,.said{color:var(--muted)}
i{font-size:12px}
.event{border-top:1px solid var(--line)}
summary{display:flex;gap:8px;align-items:baseline;padding:5px 0;cursor:pointer;list-style:none;white-space:nowrap}
summary::-webkit-details-marker{display:none}
time{font-variant-numeric:tabular-nums}
.said{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis}
.state{margin-left:auto;padding:0 7px;border-radius:9px;background:var(--soft);color:var(--muted);font-size:12px}
.acked{color:light-dark(#1a7f4b,#5fd39a)}
.queued,.held{color:light-dark(#8a5a00,#f0b44c)}
.faults code{color:light-dark(#b3261e,#ff8a80)}
pre{padding:8px;margin-bottom:6px;background:var(--soft);border-radius:6px;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}`

/** Which of the rows a person has opened, by their text: what is drawn anew keeps them. */
const openIn = (main: HTMLElement): ReadonlySet<string> =>
  new Set([...main.querySelectorAll('details[open] pre')].map(one => one.textContent ?? ''))

/** Shows what the client knows and why it does what it does; drawn anew at most four times a second. Returns how to close. */
export const openInspector = ({ read, onChange, flush }: InspectorPorts): (() => void) => {
  const before = document.activeElement
  const host = make('div', {})
  host.dataset.fireball = 'debug'
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  root.adoptedStyleSheets = [sheet]
  const main = make('main', { tabIndex: 0, ariaLabel: 'What Fireball knows' })
  const close = () => {
    stop()
    clearTimeout(timer)
    host.remove()
    if (before instanceof HTMLElement) before.focus()
  }
  const panel = make(
    'aside',
    { ariaLabel: 'Fireball inspector', popover: 'manual' },
    make(
      'header',
      {},
      make('h2', {}, `Fireball · ${read().key.replace(/^(.{12}).+/, '$1…')}`),
      make('button', { type: 'button', onclick: () => void flush() }, 'Send now'),
      make('button', { type: 'button', onclick: close }, 'Close'),
    ),
    main,
  )
  panel.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  const draw = () => {
    timer = undefined
    const open = openIn(main)
    const isInside = root.activeElement?.tagName === 'SUMMARY'
    const focused = isInside ? root.activeElement?.nextElementSibling?.textContent : undefined
    main.replaceChildren(...drawn(read()).flatMap(one => one ?? []))
    for (const details of main.querySelectorAll('details')) {
      const text = details.querySelector('pre')?.textContent ?? ''
      details.open = open.has(text)
      if (text === focused) details.querySelector('summary')?.focus()
    }
  }
  const stop = onChange(() => {
    timer ??= setTimeout(draw, 250)
  })
  draw()
  root.append(panel)
  document.documentElement.append(host)
  // A prompt lies in the top layer; what is about it has to lie above.
  panel.showPopover?.()
  panel.querySelector('button')?.focus({ preventScroll: true })
  return close
}

/** So many errors are kept for the inspector, from when it was opened. */
const MOST_FAULTS = 20

/** Opens the inspector of a client; returns how to close it. */
export const inspect = ({
  key,
  client,
  on,
}: {
  readonly key: string
  readonly client: Pick<Client, 'consent' | 'me' | 'program' | 'decision' | 'entries' | 'flush'>
  readonly on: Emitter['on']
}): (() => void) => {
  // Asked for again it is there already.
  if (document.querySelector('[data-fireball=debug]')) return () => {}
  const faults: Fault[] = []
  return openInspector({
    read: () => {
      const program = client.program()
      return {
        key,
        consent: client.consent(),
        identity: client.me(),
        program: program?.version,
        paused: program?.paused ?? [],
        decision: client.decision(),
        entries: [...client.entries()].sort((a, b) => a.event.at - b.event.at),
        faults,
      }
    },
    onChange(act) {
      const stops = [
        on('error', fault => {
          faults.splice(0, faults.length - MOST_FAULTS + 1)
          faults.push(fault)
          act()
        }),
        on('event', act),
        on('sent', act),
        on('decision', act),
        on('consent', act),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    flush: client.flush,
  })
}
