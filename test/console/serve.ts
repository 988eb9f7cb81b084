import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Result } from '@fireball/core'
import { PAGE_HEADERS } from '../../apps/collector/src/headers.ts'
import type { Api, Failure } from '../../apps/console/src/api.ts'
import { answerProject } from './routes.ts'

const DIST = fileURLToPath(new URL('../../apps/console/dist/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const STATUS: Readonly<Record<string, number>> = { 'signed-out': 401, 'no-such-account': 404 }

type Answered = Result<unknown, Failure>
type Body = Readonly<Record<string, never>>

const bodyOf = async (request: IncomingMessage): Promise<Body> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString())
}

/** Serves the built console on loopback, over the given API, under the collector's own policy. */
export const serveConsole = async (
  api: Api,
  port = 0,
  folder = DIST,
): Promise<{ origin: string; close(): void }> => {
  const answer = async (request: IncomingMessage, url: URL): Promise<Answered | undefined> => {
    const body = await bodyOf(request)
    const method = request.method ?? 'GET'
    if (url.pathname === '/api/session') return api.session()
    if (url.pathname === '/api/sign-in') return api.signIn(body.token ?? '')
    if (url.pathname === '/api/sign-out') return api.signOut()
    const [, project, rest] = /^\/api\/projects\/([^/]+)\/(.*)$/.exec(url.pathname) ?? []
    return project === undefined
      ? undefined
      : answerProject(api.project(project), method, rest ?? '', url.searchParams, body)
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback')
    if (url.pathname.startsWith('/api/')) {
      const answered = await answer(request, url)
      const status = answered === undefined ? 404 : answered.ok ? 200 : (STATUS[answered.error.code] ?? 400)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(
          answered === undefined ? {} : answered.ok ? answered.value : { error: answered.error },
        ),
      )
      return
    }
    const isFile = extname(url.pathname) !== '' && !url.pathname.includes('/accounts/')
    const name = isFile ? basename(url.pathname) : 'index.html'
    const file = await readFile(folder + name).catch(() => undefined) // asked for something that is not there
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      ...PAGE_HEADERS,
    })
    response.end(file)
  })
  await new Promise<void>(done => server.listen(port, '127.0.0.1', done))
  const { port: taken } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${taken}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
