import { resolve } from 'node:path'
import { err, ok, type Result } from '@fireball/core'

/** What the environment may set. */
export interface Settings {
  /** PORT; default 8787. 0 takes any free one. */
  readonly port: number
  /** HOST; default 127.0.0.1: nobody else reaches a collector that was merely tried. */
  readonly host: string
  /** DATA_DIR; default ./data. */
  readonly dataDir: string
  /** DATABASE_URL: a PostgreSQL database, which several collectors may share; without it, SQLite in the data folder. */
  readonly databaseUrl: string | undefined
  /** ORIGIN: where browsers reach the collector, when a proxy stands before it. */
  readonly origin: string | undefined
  /** LOG_LEVEL; default info. */
  readonly logLevel: string
  /** LEARN_EVERY_HOURS; default 24: the ability model is fitted anew so often at most. 0 switches learning off. */
  readonly learnEveryHours: number
  /** LEARN_AFTER_MESSAGES; default 20000: so many new messages make a fit due earlier. */
  readonly learnAfterMessages: number
}

const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads the environment; or one sentence a setting that is wrong. */
export const readSettings = (
  env: Readonly<Record<string, string | undefined>>,
): Result<Settings, readonly string[]> => {
  const { PORT = '8787', HOST = '127.0.0.1', DATA_DIR = './data', ORIGIN, LOG_LEVEL = 'info' } = env
  const { LEARN_EVERY_HOURS = '24', LEARN_AFTER_MESSAGES = '20000' } = env
  const { DATABASE_URL } = env
  const port = Number(PORT)
  const problems = [
    ...(/^\d+$/.test(PORT) && port <= 65_535
      ? []
      : [`PORT is ${JSON.stringify(PORT)}; expected a number from 0 to 65535.`]),
    ...(ORIGIN === undefined || (URL.canParse(ORIGIN) && /^https?:$/.test(new URL(ORIGIN).protocol))
      ? []
      : [`ORIGIN is ${JSON.stringify(ORIGIN)}; expected an address such as https://events.example.com.`]),
    // It may hold a password, so it is not repeated.
    ...(DATABASE_URL === undefined || /^postgres(ql)?:\/\/./.test(DATABASE_URL)
      ? []
      : ['DATABASE_URL is no address such as postgres://user:password@host/database.']),
    ...(LEVELS.includes(LOG_LEVEL)
      ? []
      : [`LOG_LEVEL is ${JSON.stringify(LOG_LEVEL)}; expected one of ${LEVELS.join(', ')}.`]),
    ...(/^\d{1,4}$/.test(LEARN_EVERY_HOURS)
      ? []
      : [`LEARN_EVERY_HOURS is ${JSON.stringify(LEARN_EVERY_HOURS)}; expected a number from 0 to 9999.`]),
    ...(/^[1-9]\d{0,11}$/.test(LEARN_AFTER_MESSAGES)
      ? []
      : [`LEARN_AFTER_MESSAGES is ${JSON.stringify(LEARN_AFTER_MESSAGES)}; expected a number from 1.`]),
  ]
  if (problems.length > 0) return err(problems)
  return ok({
    port,
    host: HOST,
    dataDir: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL,
    origin: ORIGIN === undefined ? undefined : new URL(ORIGIN).origin,
    logLevel: LOG_LEVEL,
    learnEveryHours: Number(LEARN_EVERY_HOURS),
    learnAfterMessages: Number(LEARN_AFTER_MESSAGES),
  })
}
