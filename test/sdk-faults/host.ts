import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site of its own: a fresh port, so storage that no other trial has touched. */
export interface Host {
  readonly origin: string
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

/** Serves a page with an SDK in it; `/plain` has none. */
export const openHost = async ({ head, before = '', headers = {} }: Site): Promise<Host> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
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
    page: script => `${origin}/?puppet=${encodeURIComponent(script)}`,
    async close() {
      server.closeAllConnections()
      await new Promise(settle => server.close(settle))
    },
  }
}
