import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserProcess, type EngineName, startBrowser } from '../../scripts/browser-process.ts'
import { familyOf, killFamily } from './processes.ts'
import { createPuppet, type Puppet, within } from './puppet.ts'

/** One tab of a browser under test. */
export interface Tab extends Puppet {
  /** The process that runs the page. Looked up by what it costs, so ask before the time counts. */
  process(): Promise<number>
  /** Kills the page's process and nothing else. */
  crash(pid: number): Promise<void>
  /** Closes the tab as a person would; settles once the page is gone. */
  shut(): Promise<void>
}

/** A browser with a profile that outlives it. */
export interface Engine {
  readonly name: EngineName
  /** Opens a page in a new tab; `urlFor` is told the script that the page has to load. */
  open(urlFor: (script: string) => string): Promise<Tab>
  /** SIGKILL for the whole browser; `start` brings it back on the same profile. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Closes all tabs but the first. */
  shutAll(): Promise<void>
  stop(): Promise<void>
}

const BURN_MS = 80

/** Processes that run pages. Chromium's own toolbar is one too, which no page of ours shares. */
const IS_PAGE: Readonly<Record<EngineName, RegExp>> = {
  chromium: /--type=renderer(?!.*--top-chrome-webui)/,
  firefox: /-contentproc .*-isForBrowser/,
  webkit: /WebKitWebProcess/,
}

const pause = (ms: number) => new Promise<void>(settle => setTimeout(settle, ms))

const serveRoot = async (puppet: Puppet) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Root</title><script src="${puppet.script}"></script>`)
  })
  await new Promise<void>(settle => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    return new Promise(settle => server.close(settle))
  }
  // Another site than the pages: it must not share a process with one that is killed.
  return { url: `http://localhost:${port}/`, close }
}

/** Starts an engine on a profile folder; its first tab stays open and opens the others. */
export const startEngine = async (name: EngineName, profile: string): Promise<Engine> => {
  const root = await createPuppet()
  const page = await serveRoot(root)
  let browser: BrowserProcess | undefined
  const tabs = new Set<Tab>()

  const start = async () => {
    browser = await startBrowser(name, profile, page.url)
    await root.arrived(60_000)
  }
  const pages = () => familyOf(browser?.pid ?? 0).filter(one => IS_PAGE[name].test(one.command))
  const forget = async () => {
    for (const tab of tabs) await tab.close()
    tabs.clear()
  }
  await start()

  return {
    name,
    async open(urlFor) {
      const puppet = await createPuppet()
      const arrival = puppet.arrived(30_000)
      arrival.catch(() => {}) // it is awaited below, unless the root fails first
      const code = `void open(${JSON.stringify(urlFor(puppet.script))}, '_blank', 'noopener')`
      // Firefox refuses for a moment after a tab has crashed.
      await root.evaluate(code).catch(async () => {
        await pause(1000)
        await root.evaluate(code)
      })
      await arrival
      const tab: Tab = {
        ...puppet,
        async process() {
          // A process that has just started is busy too: the answer counts once it is the same twice.
          for (let i = 0, last = 0; i < 8; i++) {
            const before = new Map(pages().map(one => [one.pid, one.busyMs]))
            await puppet.evaluate(
              `{ const until = performance.now() + ${BURN_MS}; while (performance.now() < until); }`,
            )
            const [busiest] = pages()
              .map(({ pid, busyMs }) => ({ pid, spent: busyMs - (before.get(pid) ?? busyMs) }))
              .sort((a, b) => b.spent - a.spent)
            if (busiest && busiest.pid === last) return last
            last = busiest?.pid ?? 0
          }
          throw new Error(`${name}: the page's process was not found`)
        },
        async crash(pid) {
          await killFamily(pid)
          await puppet.close()
          tabs.delete(tab)
        },
        async shut() {
          await puppet.fire('window.close()')
          await pause(200)
          await puppet.close()
          tabs.delete(tab)
        },
      }
      tabs.add(tab)
      return tab
    },
    async kill() {
      if (browser) await killFamily(browser.pid)
      await browser?.stop()
      await forget()
    },
    start,
    async shutAll() {
      for (const tab of tabs) {
        // It may be gone, or busy for ever; the browser goes on with the others.
        await within(tab.fire('window.close()'), 300, 'closing').catch(() => {})
      }
      await forget()
    },
    async stop() {
      await forget()
      await browser?.stop()
      if (browser) await killFamily(browser.pid)
      await root.close()
      await page.close()
    },
  }
}
