import { withoutSecrets } from '../security/log.ts'
import type { Called } from './call.ts'

/**
 * What became of one delivery. `refused`: no repeat would go better. `failed`: it may go well later. `isAll`: not this
 * message but the destination is the matter. `waitMs`: what it asked for by `Retry-After`; 0 for nothing.
 */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly say: string }
  | { readonly kind: 'failed'; readonly say: string; readonly isAll: boolean; readonly waitMs: number }

/** Refused for now only. */
const LATER: readonly number[] = [408, 425, 429]
/** The destination as a whole has enough, or is not there. */
const ALL: readonly number[] = [429, 502, 503, 504]

const MAX_SAID = 300

const NAMES: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  410: 'Gone',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** An answer in a sentence, with the start of what it says; nothing in it that looks like a secret, nor `secrets` themselves. */
export const sayAnswer = (
  { status, text }: { readonly status: number; readonly text: string },
  secrets: readonly string[],
): string => {
  const name = NAMES[status] === undefined ? '' : ` ${NAMES[status]}`
  const bare = secrets
    .filter(secret => secret.length >= 4)
    .reduce((clean, secret) => clean.replaceAll(secret, '(hidden)'), text)
  const said = withoutSecrets(bare)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_SAID)
  return `Answered ${status}${name}${said === '' ? '.' : `: ${said}`}`
}

/** Whether a status says that it went well. */
export const isGood = (status: number): boolean => status >= 200 && status < 300

/** Reads what came of a call about one message. `waitMs` reads a `Retry-After`. */
export const outcomeOf = (
  called: Called,
  secrets: readonly string[],
  waitMs: (header: unknown) => number,
): Outcome => {
  if (called.kind === 'failed')
    return called.isRefused
      ? { kind: 'refused', say: called.say }
      : { kind: 'failed', say: `${called.say}.`, isAll: true, waitMs: 0 }
  const { status, headers } = called
  if (isGood(status)) return { kind: 'sent' }
  const say = sayAnswer(called, secrets)
  if (status >= 300 && status < 400)
    return {
      kind: 'refused',
      say: `${say.replace(/[.:].*$/, '')}: redirects are not followed; set the address it leads to.`,
    }
  if (status < 500 && !LATER.includes(status)) return { kind: 'refused', say }
  const wait = waitMs(headers['retry-after'])
  return { kind: 'failed', say, isAll: ALL.includes(status) || wait > 0, waitMs: wait }
}
