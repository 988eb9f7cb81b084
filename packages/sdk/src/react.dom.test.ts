// @vitest-environment happy-dom
import { checklistView, present, type WidgetState } from '@fireball/core'
import { atom } from 'nanostores'
import { act, createElement, type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Fireball } from './create-fireball.ts'
import { createDrawing, noteDrawing } from './drawing.ts'
import { createIdle } from './idle.ts'
import {
  FireballProvider,
  useBeside,
  useChecklist,
  useFeature,
  useFireball,
  useMessage,
  useNudge,
  useProgress,
} from './react.ts'
import { NO_PROGRESS, type Progress } from './standing.ts'

const startWith = (feature: Fireball['feature'] = () => ({ state: 'open', ready: true, missing: [] })) => {
  const progress = atom<Progress>(NO_PROGRESS)
  const client: Fireball = { ...createIdle(progress), feature }
  return { progress, client }
}
let host: HTMLElement
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  host = document.body.appendChild(document.createElement('div'))
})
afterEach(() => {
  host.remove()
  vi.unstubAllGlobals()
})

test('progress and features follow what the client knows', async () => {
  const feature = vi.fn(() => ({ state: 'locked' as const, ready: false, missing: [] }))
  const { client, progress } = startWith(feature)
  const Shown = () => {
    const { ready } = useProgress()
    return createElement('p', null, `${ready} ${useFeature('schedules').state}`)
  }
  const root = createRoot(host)
  await act(async () =>
    root.render(
      createElement(StrictMode, null, createElement(FireballProvider, { client }, createElement(Shown))),
    ),
  )
  expect(host.textContent).toBe('false open')
  expect(feature).not.toHaveBeenCalled()
  await act(async () => progress.set({ ...NO_PROGRESS, ready: true }))
  expect(host.textContent).toBe('true locked')
  await act(async () => root.unmount())
  expect(progress.lc).toBe(0)
})

test('on a server the hooks give what is known there: nothing', () => {
  const { client, progress } = startWith()
  progress.set({ ...NO_PROGRESS, ready: true })
  const Shown = () => createElement('p', null, `${useProgress().ready}`)
  expect(renderToString(createElement(FireballProvider, { client }, createElement(Shown)))).toBe(
    '<p>false</p>',
  )
})

test('options make one client, in strict mode too', async () => {
  const clients = new Set<Fireball>()
  const Keep = () => {
    clients.add(useFireball())
    return null
  }
  const options = { key: 'pk_test_react', origin: 'http://127.0.0.1:9', widget: false }
  const root = createRoot(host)
  await act(async () =>
    root.render(
      createElement(StrictMode, null, createElement(FireballProvider, { options }, createElement(Keep))),
    ),
  )
  expect(clients.size).toBe(1)
  for (const one of clients) one.dispose()
  await act(async () => root.unmount())
})

test('without a provider the hook says what is missing', () => {
  expect(() => renderToString(createElement(() => `${useFireball()}`))).toThrow(/FireballProvider/)
})

test('a hook draws a nudge in the widget’s place while its component is there', async () => {
  const { client } = startWith()
  const reports: unknown[] = []
  const drawn: WidgetState[] = []
  const drawing = createDrawing(async () => ({
    present,
    checklistView,
    mountWidget: ({ subscribe }) => ({ dispose: subscribe(state => drawn.push(state)) }),
  }))
  noteDrawing(client, drawing)
  const nudge = { kind: 'nudge', key: 'share', title: 'Share it', anchor: [], why: 'Because.' } as const
  const state: WidgetState = { prompt: nudge, help: [], sending: 'on', theme: {} }
  const widget = await drawing.loadWidget()
  widget.mountWidget({
    subscribe(listener) {
      listener(state)
      return () => {}
    },
    report: event => reports.push(event),
    act: action => reports.push(action),
    ask: async () => ({ id: '', message: '', askedAt: 0, state: 'queued' }),
  })
  expect(drawn.at(-1)?.prompt?.key).toBe('share')
  const Nudge = () => {
    const nudge = useNudge()
    return nudge
      ? createElement('button', { type: 'button', onClick: () => nudge.dismissed() }, nudge.view.title)
      : null
  }
  const draw = (child: ReactNode) =>
    act(async () =>
      root.render(createElement(StrictMode, null, createElement(FireballProvider, { client }, child))),
    )
  const root = createRoot(host)
  await draw(createElement(Nudge))
  expect(host.textContent).toBe('Share it')
  expect(drawn.at(-1)?.prompt).toBeUndefined()
  await vi.waitFor(() => expect(reports).toEqual([{ kind: 'shown', key: 'share' }]))
  await act(async () => host.querySelector('button')?.click())
  expect(reports.at(-1)).toEqual({ kind: 'dismissed', key: 'share', target: 'close' })
  await draw(null)
  expect(drawn.at(-1)?.prompt?.key).toBe('share')
  await act(async () => root.unmount())
})

test('on a server nothing is shown, and nothing is taken over', () => {
  const { client } = startWith()
  const Shown = () =>
    createElement(
      'p',
      null,
      `${useNudge()}${useChecklist()}${useMessage(['banner'])}${useBeside(['inline']).length}`,
    )
  expect(renderToString(createElement(FireballProvider, { client }, createElement(Shown)))).toBe(
    '<p>undefinedundefinedundefined0</p>',
  )
})
