import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import pino from 'pino'
import { uuidv7 } from 'uuidv7'
import { createCollector } from './app.ts'
import { signInLink } from './console/sign-in-link.ts'
import { firstStart } from './first-start.ts'
import { learnInThread } from './learning/learn-thread.ts'
import { readSettings, type Settings } from './settings.ts'
import type { Driver } from './store/driver.ts'
import { migrate } from './store/migrate.ts'
import { openPostgres } from './store/postgres.ts'
import { openSqliteThread } from './store/sqlite-thread.ts'

/** Time alone changes little: due work is looked for this often. */
const TICK_MS = 30_000
/** A request that takes longer to arrive is cut off. */
const REQUEST_MS = 30_000
/** Requests at hand get so long to end when the collector stops. */
const DRAIN_MS = 10_000

const root = fileURLToPath(new URL('../../../', import.meta.url))

const demoProgram = async (): Promise<unknown> =>
  JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const openStore = ({ databaseUrl, dataDir }: Settings, onError: (error: unknown) => void): Driver => {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, onError)
  mkdirSync(dataDir, { recursive: true })
  return openSqliteThread(join(dataDir, 'fireball.db'))
}

const start = async (settings: Settings): Promise<void> => {
  const log = pino({ level: settings.logLevel }, pino.destination(2))
  const store = openStore(settings, error => log.error(error))
  await migrate(store, Date.now())
  // One process writes this file, so a lease that is left was an earlier process’s.
  if (store.engine === 'sqlite') await store.run('UPDATE touched SET leased_until = 0 WHERE leased_until > 0')
  const collector = createCollector({
    store,
    folders: {
      sdk: join(root, 'packages/sdk/dist'),
      widget: join(root, 'packages/widget/dist'),
      console: join(root, 'apps/console/dist'),
      demo: join(root, 'apps/demo/dist'),
    },
    now: Date.now,
    newId: uuidv7,
    secret: () => randomBytes(24).toString('base64url'),
    origin: settings.origin,
    onError: error => log.error(error),
    learning: {
      everyMs: settings.learnEveryHours * 3_600_000,
      afterMessages: settings.learnAfterMessages,
    },
    learnIn: learnInThread(settings.databaseUrl ?? join(settings.dataDir, 'fireball.db')),
    onLearned: (project, { result, say, outcomes, users, tookMs }) =>
      log.info({ project, result, outcomes, users, tookMs }, say),
    isProcess: true,
  })
  const { secrets } = await firstStart(collector.projects, collector.programs, await demoProgram())

  const server = createAdaptorServer({ fetch: collector.app.fetch })
  if ('requestTimeout' in server) server.requestTimeout = REQUEST_MS
  const listening = await new Promise<AddressInfo>((settle, fail) => {
    server.once('error', fail)
    server.listen(settings.port, settings.host, () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) settle(address)
      else fail(new Error('The server has no address'))
    })
  })
  const host = /^(0\.0\.0\.0|::)$/.test(settings.host) ? '127.0.0.1' : settings.host
  const origin = settings.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`
  const projects = await collector.projects.list()
  const key = projects.find(project => project.id === 'app')?.publishableKey ?? ''
  say(`Fireball     ${origin}/`)
  say(`Demo         ${origin}/demo/`)
  say(
    `Console      ${signInLink(origin, await collector.sessions.issue('admin'))}  (signs in once, within an hour)`,
  )
  say(
    `Your tag     <script async src="${origin}/fireball.js" data-key="${key}" data-consent="full"></script>`,
  )
  if (secrets !== undefined) {
    say(`Secret key   ${secrets.live}  (for your server; shown this once)`)
    say(`Identity key ${secrets.identity}  (signs user ids; shown this once)`)
  }
  log.info(
    {
      port: listening.port,
      host: settings.host,
      ...(store.engine === 'sqlite' ? { dataDir: settings.dataDir } : { engine: store.engine }),
    },
    'listening',
  )

  collector.wake()
  const tick = setInterval(collector.wake, TICK_MS)

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping')
    clearInterval(tick)
    const closed = new Promise<void>(settle => server.close(() => settle()))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    const deadline = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, DRAIN_MS)
    await closed
    clearTimeout(deadline)
    await collector.dispose()
    await store.close()
    log.info('stopped')
  }
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      stop(signal).catch(error => {
        log.error(error)
        process.exitCode = 1
      })
    })
}

const settings = readSettings(process.env)
if (settings.ok) {
  try {
    await start(settings.value)
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const { port } = settings.value
    process.stderr.write(
      isTaken
        ? `Port ${port} is taken by another program. Set PORT to another number, or to 0 for any free one.\n`
        : `${error instanceof Error ? (error.stack ?? error.message) : error}\n`,
    )
    process.exit(1)
  }
} else {
  process.stderr.write(`${settings.error.join('\n')}\n`)
  process.exitCode = 2
}
