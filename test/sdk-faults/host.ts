import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site of its own: a fresh port, so storage that no other trial has touched. */
export interface Host {
  readonly origin: string
  /** Of how many events the SDK has told its page that they are left behind. */
  unsaved(): number
  /** Address of the page, driven by a puppet's script. */
  page(script: string): string
  close(): Promise<void>
}

/** How the site is: what comes before the SDK in its head, and headers of its own. */
export interface Site {
  readonly head: string
  readonly before?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Passes on what the SDK said last of events that would end with the page. */
export const TELLS_UNSAVED = `<script>{
  let [stop, count] = [new AbortController(), 0]
  addEventListener('fireball:ready', ({ detail }) => detail.on('error', ({ code, detail: n }) => {
    if (code !== 'unsaved') return
    stop.abort()
    stop = new AbortController()
    const url = '/unsaved?n=' + n + '&at=' + ++count
    if (window.fetchLater) fetchLater(url, { method: 'POST', signal: stop.signal })
    else fetch(url, { method: 'POST', keepalive: true, mode: 'no-cors' })
  }))
}</script>`

/** Serves a page with an SDK in it; `/plain` has none. */
export const openHost = async ({ head, before = '', headers = {} }: Site): Promise<Host> => {
  let unsaved = 0
  let toldAt = 0
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
    // Requests of a page that ends may overtake each other.
    if (pathname === '/unsaved' && Number(searchParams.get('at')) > toldAt) {
      toldAt = Number(searchParams.get('at'))
      unsaved = Number(searchParams.get('n'))
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.setHeader('content-type', 'text/html')
    const script = searchParams.get('puppet')
    const puppet = script === null ? '' : `<script src="${script}"></script>`
    const sdk = pathname === '/plain' ? '' : `${before}${head}`
    response.end(`<!doctype html><meta charset="utf-8"><title>Host</title>${sdk}${puppet}<body><h1>Host</h1>`)
  })
  await new Promise<void>(settle => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    unsaved: () => unsaved,
    page: script => `${origin}/?puppet=${encodeURIComponent(script)}`,
    async close() {
      server.closeAllConnections()
      await new Promise(settle => server.close(settle))
    },
  }
}
