import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { uuidv7 } from 'uuidv7'
import { createCollector } from './app.ts'
import type { ServiceSettings } from './console/service.ts'
import { signInLink } from './console/sign-in-link.ts'
import { firstStart } from './first-start.ts'
import { createHttpServer, SERVER_LIMITS } from './http-server.ts'
import { createIds } from './id-after.ts'
import { learnInThread } from './learning/learn-thread.ts'
import { createLog } from './security/log.ts'
import {
  describeSettings,
  type Environment,
  readSettings,
  type Settings,
  withSecretFiles,
} from './settings.ts'
import { populationInThread } from './simulation/population-source.ts'
import { claimAlone } from './store/alone.ts'
import type { Driver } from './store/driver.ts'
import { freeLeases, LONGEST_LEASE_MS } from './store/free-leases.ts'
import { migrate } from './store/migrate.ts'
import { openPostgres } from './store/postgres.ts'
import { sayDamagedLog, sayStoreFailure, sayTaken } from './store/say-failure.ts'
import { isLogDamaged } from './store/sqlite-log.ts'
import { openSqliteThread } from './store/sqlite-thread.ts'

/** Time alone changes little: due work is looked for this often. */
const TICK_MS = 30_000
/** Requests at hand get so long to end when the collector stops. */
const DRAIN_MS = 10_000

const root = fileURLToPath(new URL('../../../', import.meta.url))

const demoProgram = async (): Promise<unknown> =>
  JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))

/** Made-up accounts have no place where real ones are, unless somebody says so. */
const isSimulatorOffered = ({ simulator }: Settings, { NODE_ENV }: Environment): boolean =>
  simulator === 'yes' || (simulator === 'auto' && NODE_ENV !== 'production')

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const openStore = ({ databaseUrl, dataDir }: Settings, onError: (error: unknown) => void): Driver => {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, onError)
  mkdirSync(dataDir, { recursive: true })
  const claim = claimAlone(dataDir)
  if (claim === undefined) throw Object.assign(new Error(sayTaken(dataDir)), { isPlain: true })
  const file = join(dataDir, 'fireball.db')
  if (isLogDamaged(`${file}-wal`)) {
    claim.release()
    throw Object.assign(new Error(sayDamagedLog(file)), { isPlain: true })
  }
  const store = openSqliteThread(file)
  const close = async (): Promise<void> => {
    await store.close()
    claim.release()
  }
  return { ...store, close }
}

/** A sign-in service on this machine is one that is being tried. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

const serviceOf = ({
  serviceIssuer: issuer,
  serviceClientId: clientId,
  serviceClientSecret: clientSecret,
  serviceName: name,
  serviceDomains: domains,
}: Settings): ServiceSettings | undefined =>
  issuer === undefined || clientId === undefined || clientSecret === undefined
    ? undefined
    : { issuer, clientId, clientSecret, name, domains, isInsecure: LOOPBACK.test(new URL(issuer).hostname) }

/** In words where it is the store, or somebody else who has it; else all there is to know. */
const sayFailure = (error: unknown, { dataDir }: Settings): string => {
  if (!(error instanceof Error)) return String(error)
  if ('isPlain' in error) return error.message
  return sayStoreFailure(error, dataDir) ?? error.stack ?? error.message
}

const start = async (settings: Settings, env: Environment): Promise<void> => {
  const log = createLog(settings.logLevel)
  const set = describeSettings(env).filter(one => one.isSet)
  log.info({ settings: Object.fromEntries(set.map(({ name, value }) => [name, value])) }, 'starting')
  const store = openStore(settings, error => log.error(error))
  await migrate(store, Date.now())
  // One process writes a file, so a lease that is left was an earlier process’s; others only when no clock can have given it.
  await freeLeases(store, store.engine === 'sqlite' ? 0 : Date.now() + LONGEST_LEASE_MS)
  const collector = createCollector({
    store,
    folders: {
      sdk: join(root, 'packages/sdk/dist'),
      widget: join(root, 'packages/widget/dist'),
      console: join(root, 'apps/console/dist'),
      demo: join(root, 'apps/demo/dist'),
    },
    now: Date.now,
    newId: createIds(uuidv7),
    secret: () => randomBytes(24).toString('base64url'),
    origin: settings.origin,
    proxies: settings.proxies,
    rates: settings,
    service: serviceOf(settings),
    metricsToken: settings.metricsToken,
    allowsPrivate: settings.allowsPrivate,
    onError: error => log.error(error),
    onRequest: request =>
      request.status >= 500 ? log.warn(request, 'request') : log.debug(request, 'request'),
    learning: {
      everyMs: settings.learnEveryHours * 3_600_000,
      afterMessages: settings.learnAfterMessages,
    },
    learnIn: learnInThread(settings.databaseUrl ?? join(settings.dataDir, 'fireball.db')),
    onLearned: (project, { result, say, outcomes, users, tookMs }) =>
      log.info({ project, result, outcomes, users, tookMs }, say),
    simulating: isSimulatorOffered(settings, env)
      ? { program: demoProgram, population: populationInThread }
      : undefined,
    isProcess: true,
  })
  const { secrets } = await firstStart(collector.projects, collector.programs, await demoProgram())

  const server = createHttpServer(
    collector.app.fetch,
    { ...SERVER_LIMITS, maxConnections: settings.maxConnections },
    collector.listener,
  )
  const listening = await server.listen(settings.port, settings.host)
  const host = /^(0\.0\.0\.0|::)$/.test(settings.host) ? '127.0.0.1' : settings.host
  const origin = settings.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`
  collector.listening(origin)
  const projects = await collector.projects.list()
  const key = projects.find(project => project.id === 'app')?.publishableKey ?? ''
  collector.wake()
  const tick = setInterval(collector.wake, TICK_MS)

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping')
    collector.stopping()
    clearInterval(tick)
    await wait(settings.drainSeconds * 1000)
    await server.drain(DRAIN_MS)
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

  // Who reads this may stop it at once.
  say(`Fireball     ${origin}/`)
  say(`Demo         ${origin}/demo/`)
  say(
    `Console      ${signInLink(origin, await collector.sessions.issue('admin'))}  (signs in once, within an hour)`,
  )
  say(
    `Your tag     <script async src="${origin}/fireball.js" data-key="${key}" data-consent="full"></script>`,
  )
  say('             (with the line above it that keeps earlier calls: Connect in the console)')
  if (projects.some(project => project.isSimulated))
    say(`Simulated    ${origin}/console/simulated/accounts  (made-up accounts: nobody in them is real)`)
  else if (isSimulatorOffered(settings, env))
    say(
      'To look around: “Fill a simulated project” in the console makes accounts up, in a project of their own',
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
}

const env = withSecretFiles(process.env, path => readFileSync(path, 'utf8'))
const settings = env.ok ? readSettings(env.value) : env
if (env.ok && settings.ok) {
  try {
    await start(settings.value, env.value)
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const { port } = settings.value
    process.stderr.write(
      isTaken
        ? `Port ${port} is taken by another program. Set PORT to another number, or to 0 for any free one.\n`
        : `${sayFailure(error, settings.value)}\n`,
    )
    process.exit(1)
  }
} else if (!settings.ok) {
  process.stderr.write(`${settings.error.join('\n')}\n`)
  process.exitCode = 2
}
