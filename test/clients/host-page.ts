import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'

/** A page of some other origin that loads one client. */
export interface HostPage {
  readonly origin: string
  stop(): Promise<void>
}

/** Serves a page with a client bundled in: `source` is a module that puts it on `window`. */
export const serveHostPage = async (source: string): Promise<HostPage> => {
  const bundle = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  const script = bundle.outputFiles[0]?.text ?? ''
  const server = createServer((request, response) => {
    const isScript = request.url === '/client.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>Host</title><script src="/client.js"></script>')
  })
  await new Promise<void>(settle => server.listen(0, '127.0.0.1', settle))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise(settle => {
        server.closeAllConnections()
        server.close(() => settle())
      }),
  }
}
