import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { type Program, publicProgram } from '@fireball/core'
import type { Page } from 'playwright-core'
import { type Output, RECIPES } from '../../scripts/bundles.ts'

/** A program in which one event brings one nudge: the second skill is within reach once the first is shown. */
const program: Program = {
  format: 1,
  name: 'Path',
  signals: [
    { key: 'built', name: 'Built a report', on: { event: 'Report Built' } },
    { key: 'shared', name: 'Shared a report', on: { event: 'Report Shared' } },
  ],
  checklists: [],
  skills: [
    { key: 'build', name: 'Build a report', why: 'It answers a question.', shownBy: ['built'] },
    { key: 'share', name: 'Share it', why: 'Others act on it.', shownBy: ['shared'], requires: ['build'] },
  ],
  features: [],
  nudges: [
    {
      key: 'share-it',
      serves: { skill: 'share' },
      anchor: ['#share'],
      metric: 'reports shared',
      text: { title: 'Share it with your team', body: 'Two reports in, others can act on them.' },
    },
  ],
  prompts: [],
}

/** Widget and script as they are shipped, built in memory. */
export const builtScripts = async (): Promise<{
  readonly widget: readonly Output[]
  readonly script: readonly Output[]
}> => {
  const made: Output[] = []
  const build = async (target: 'widget' | 'script') => {
    const recipe = RECIPES.find(one => one.target === target)
    const files = (await recipe?.bundle(recipe.entries[0] ?? '', made)) ?? []
    made.push(...files)
    return files
  }
  return { widget: await build('widget'), script: await build('script') }
}

/** A host page with the real SDK on it, whose collector takes everything and says nothing. */
export const serveSdkPage = async (): Promise<{ readonly url: string; close(): void }> => {
  const { widget, script } = await builtScripts()
  const files = new Map([...widget, ...script].map(({ path, contents }) => [`/${basename(path)}`, contents]))
  const answer = JSON.stringify({
    success: true,
    accepted: 0,
    duplicates: 0,
    refused: [],
    warnings: [],
    program: 'one',
    offers: [],
    help: [],
  })
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*/, '')
    const file = files.get(path)
    if (file) {
      response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=3600' })
      return response.end(file)
    }
    if (path === '/v1/program') {
      response.writeHead(200, {
        'content-type': 'application/json',
        etag: '"one"',
        'cache-control': 'no-cache',
      })
      return response.end(JSON.stringify(publicProgram(program)))
    }
    request.resume()
    if (path.startsWith('/v1/')) return response.setHeader('content-type', 'application/json').end(answer)
    response.setHeader('content-type', 'text/html')
    return response.end(
      '<!doctype html><meta charset="utf-8"><title>Host</title><button id="share">Share</button><script async src="/fireball.js" data-key="pk_test_page" data-consent="full"></script>',
    )
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Api {
  track(name: string, properties: object): void
  reset(): void
  progress: { get(): { ready?: boolean } }
}

/** From `track()` to the frame after the nudge has a size, in ms by the page's clock, for somebody new on that page. */
export const trackToPainted = async (page: Page, url: string): Promise<number> => {
  await page.goto(url)
  const isReady = () =>
    page.waitForFunction(
      () => (window as unknown as { fireball?: Partial<Api> }).fireball?.progress?.get().ready === true,
    )
  await isReady()
  await page.evaluate(() => (window as unknown as { fireball: Api }).fireball.reset())
  await page.goto(url)
  await isReady()
  await page.waitForLoadState('networkidle')
  return page.evaluate(
    () =>
      new Promise<number>((settle, fail) => {
        const { fireball } = window as unknown as { fireball: Api }
        fireball.track('Report Built', { outcome: 'success', context: 'first' })
        const from = performance.now()
        fireball.track('Report Built', { outcome: 'success', context: 'second' })
        const look = () => {
          const nudge = document.querySelector('[data-fireball]')?.shadowRoot?.querySelector('[part~=nudge]')
          if (nudge && nudge.getBoundingClientRect().height > 0) {
            // A message posted in a frame arrives after that frame is painted.
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => settle(performance.now() - from)
            port2.postMessage(0)
          } else if (performance.now() - from > 10_000) fail(new Error('no nudge within 10 s'))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  )
}
