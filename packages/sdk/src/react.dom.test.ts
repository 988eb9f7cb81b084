// @vitest-environment happy-dom
import { atom } from 'nanostores'
import { act, createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Fireball } from './create-fireball.ts'
import { createIdle } from './idle.ts'
import { FireballProvider, useFeature, useFireball, useProgress } from './react.ts'
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
