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
  /** ORIGIN: where browsers reach the collector, when a proxy stands before it. */
  readonly origin: string | undefined
  /** LOG_LEVEL; default info. */
  readonly logLevel: string
}

const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads the environment; or one sentence a setting that is wrong. */
export const readSettings = (
  env: Readonly<Record<string, string | undefined>>,
): Result<Settings, readonly string[]> => {
  const { PORT = '8787', HOST = '127.0.0.1', DATA_DIR = './data', ORIGIN, LOG_LEVEL = 'info' } = env
  const port = Number(PORT)
  const problems = [
    ...(/^\d+$/.test(PORT) && port <= 65_535
      ? []
      : [`PORT is ${JSON.stringify(PORT)}; expected a number from 0 to 65535.`]),
    ...(ORIGIN === undefined || (URL.canParse(ORIGIN) && /^https?:$/.test(new URL(ORIGIN).protocol))
      ? []
      : [`ORIGIN is ${JSON.stringify(ORIGIN)}; expected an address such as https://events.example.com.`]),
    ...(LEVELS.includes(LOG_LEVEL)
      ? []
      : [`LOG_LEVEL is ${JSON.stringify(LOG_LEVEL)}; expected one of ${LEVELS.join(', ')}.`]),
  ]
  if (problems.length > 0) return err(problems)
  return ok({
    port,
    host: HOST,
    dataDir: resolve(DATA_DIR),
    origin: ORIGIN === undefined ? undefined : new URL(ORIGIN).origin,
    logLevel: LOG_LEVEL,
  })
}
