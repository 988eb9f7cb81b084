import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Recorder, startRecorder } from '../sdk/recorder.ts'
import { type Engine, startEngine } from '../sdk-faults/engine.ts'
import { createPuppet } from '../sdk-faults/puppet.ts'

let recorder: Recorder
let profile: string
let engine: Engine
beforeAll(async () => {
  recorder = await startRecorder()
  profile = await mkdtemp(join(tmpdir(), 'fireball-prerender-'))
  // Not by Playwright: what it attaches to is not prepared.
  engine = await startEngine('chromium', profile)
}, 60_000)
afterAll(async () => {
  await engine?.stop()
  await recorder?.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

test('a page that the browser prepares stores and sends nothing; once it is shown it does', async () => {
  const next = await createPuppet()
  const page = (script: string, query: Record<string, string>) =>
    recorder.page({ head: `<script src="${script}"></script>`, ...query })
  const url = page(next.script, { consent: 'full' })
  const tab = await engine.open(script => page(script, { consent: 'local', more: 'data-storage="memory"' }))
  const rules = JSON.stringify({ prerender: [{ urls: [url], eagerness: 'immediate' }] })
  await tab.evaluate(`{
    const script = document.createElement('script')
    script.type = 'speculationrules'
    script.textContent = ${JSON.stringify(rules)}
    document.head.append(script)
  }`)
  await next.arrived()
  await vi.waitFor(async () =>
    expect(await next.evaluate('!!window.fireball?.track && !window.fireball.q')).toBe(true),
  )
  expect(await next.evaluate('document.prerendering')).toBe(true)
  await next.evaluate('void fireball.track("Prepared")')
  await new Promise(settle => setTimeout(settle, 800))
  const stored = '(async () => [Object.keys(localStorage), (await indexedDB.databases()).length])()'
  expect(await tab.evaluate(stored)).toEqual([[], 0])
  expect(recorder.received).toEqual([])

  await tab.fire(`location.href = ${JSON.stringify(url)}`)
  await vi.waitFor(() => expect(recorder.names()).toEqual(['Prepared']), { timeout: 8000 })
  const [entry] = await next.evaluate<readonly number[]>(
    'performance.getEntriesByType("navigation").map(one => one.activationStart)',
  )
  expect(entry).toBeGreaterThan(0)
  await next.evaluate('void fireball.track("Shown")')
  await vi.waitFor(() => expect(recorder.names()).toEqual(['Prepared', 'Shown']), { timeout: 8000 })
  expect(recorder.copies()).toBe(0)
  await next.close()
})
