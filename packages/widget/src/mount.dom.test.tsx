// @vitest-environment happy-dom
import type { Action, HelpRequest, NudgeView, WidgetEvent, WidgetState } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mountWidget } from './mount.tsx'

const empty: WidgetState = { help: [], sending: 'on', theme: {} }
const nudge: NudgeView = {
  kind: 'nudge',
  key: 'first-report',
  title: 'Make a report',
  why: 'You have not made one.',
  anchor: [],
  action: { label: 'Start', call: 'report' },
}
const checklist = {
  key: 'set-up',
  title: 'Get set up',
  why: 'You are new.',
  done: 1,
  total: 2,
  steps: [
    { key: 'a', title: 'Step A', state: 'done', isNext: false, missing: [] },
    {
      key: 'b',
      title: 'Step B',
      state: 'open',
      isNext: true,
      missing: [],
      action: { label: 'Do B', call: 'b' },
    },
  ],
} as const

/** Ports that remember, and a page to look at. */
const aWidget = (state: WidgetState) => {
  const events: WidgetEvent[] = []
  const acted: Action[] = []
  const listeners = new Set<(state: WidgetState) => void>()
  const { dispose } = mountWidget({
    subscribe(listener) {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
    report: event => events.push(event),
    act: action => acted.push(action),
    ask: async (message): Promise<HelpRequest> => ({ id: 'r', message, askedAt: 0, state: 'sent' }),
  })
  const hosts = () => [...document.querySelectorAll('[data-fireball]')].flatMap(host => host.shadowRoot ?? [])
  return {
    events,
    acted,
    listeners,
    dispose,
    find: (selector: string) =>
      hosts()
        .map(host => host.querySelector<HTMLElement>(selector))
        .find(found => found !== null) ?? null,
    click: async (text: string) => {
      const find = () =>
        hosts()
          .flatMap(host => [...host.querySelectorAll('button')])
          .find(each => `${each.getAttribute('aria-label') ?? ''}${each.textContent}`.includes(text))
      // Parts come when they have loaded.
      for (let tries = 0; !find() && tries < 100; tries++) await settled()
      const button = find()
      if (!button) throw new Error(`no button says ${text}`)
      button.click()
      await settled()
    },
    show: async (next: WidgetState) => {
      for (const listener of listeners) listener(next)
      await settled()
    },
  }
}
const settled = () => new Promise(done => setTimeout(done, 80))

let widget: ReturnType<typeof aWidget>
beforeEach(() => {
  widget = aWidget(empty)
})
afterEach(() => widget.dispose())

test('draws nothing but a silent live region when there is nothing to show', () => {
  expect(widget.find('.box')).toBeNull()
  expect(widget.find('[role=status]')?.textContent).toBe('')
})

test('a nudge is drawn, reported as shown once, and announced', async () => {
  await widget.show({ ...empty, prompt: nudge })
  await widget.show({ ...empty, prompt: { ...nudge, body: 'More.' } })
  expect(widget.events).toEqual([{ kind: 'shown', key: 'first-report' }])
  expect(widget.find('[role=status]')?.textContent).toBe('Make a report')
})

test('the same nudge shown again later is a second showing', async () => {
  await widget.show({ ...empty, prompt: nudge })
  await expect.poll(() => widget.events).toHaveLength(1)
  await widget.show(empty)
  await widget.show({ ...empty, prompt: nudge })
  await expect.poll(() => widget.events.map(({ kind }) => kind)).toEqual(['shown', 'shown'])
})

test('its button reports, then acts; closing reports and hides at once', async () => {
  await widget.show({ ...empty, prompt: nudge })
  await widget.click('Start')
  expect(widget.acted).toEqual([{ label: 'Start', call: 'report' }])
  await widget.click('Close')
  expect(widget.events.slice(1)).toEqual([
    { kind: 'clicked', key: 'first-report', target: 'action' },
    { kind: 'dismissed', key: 'first-report' },
  ])
  expect(widget.find('[part=nudge]')).toBeNull()
})

test('the checklist opens from its launcher and reports its steps by key', async () => {
  await widget.show({ ...empty, checklist })
  expect(widget.find('[part=panel]')).toBeNull()
  await widget.click('Get set up: 1 of 2')
  await widget.click('Do B')
  // What it leads to may lie beneath.
  expect(widget.find('[part=panel]')).toBeNull()
  await widget.click('Get set up: 1 of 2')
  await widget.click('Hide checklist')
  expect(widget.find('[part=undo]')?.textContent).toContain('Undo')
  await widget.click('Undo')
  expect(widget.find('[part=panel]')).not.toBeNull()
  expect(widget.events).toEqual([
    { kind: 'checklist', key: 'set-up', is: 'opened' },
    { kind: 'clicked', key: 'set-up', target: 'b' },
    { kind: 'checklist', key: 'set-up', is: 'collapsed' },
    { kind: 'checklist', key: 'set-up', is: 'opened' },
    { kind: 'checklist', key: 'set-up', is: 'dismissed' },
    { kind: 'checklist', key: 'set-up', is: 'restored' },
  ])
})

test('disposing unsubscribes and leaves nothing in the page', () => {
  widget.dispose()
  expect(widget.listeners.size).toBe(0)
  expect(document.querySelector('[data-fireball]')).toBeNull()
})
