import pino, { type DestinationStream, type Logger } from 'pino'

/** What stands in a log where a secret stood. */
const HIDDEN = '(hidden)'

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(sk_(?:live|test)_|is_)[\w-]{6,}/g, `$1${HIDDEN}`],
  // What opens destinations: signing keys, Slack’s addresses, tokens of HubSpot and Salesforce.
  [/\b(whsec_)[\w+/=-]{6,}/g, `$1${HIDDEN}`],
  [/(hooks\.slack\.com\/)[\w/-]{6,}/g, `$1${HIDDEN}`],
  [/\b(pat-\w{2,4}-)[\w-]{6,}/g, `$1${HIDDEN}`],
  [/\b(00D\w{9,15}!)[\w.-]{6,}/g, `$1${HIDDEN}`],
  [/(\w+:\/\/[^\s/:@]*:)[^\s@]+@/g, `$1${HIDDEN}@`],
  [/([?&](?:token|code|state|key|writeKey)=)[^\s"'&]+/g, `$1${HIDDEN}`],
  [/("(?:token|password|secret|signature|nonce|verifier)"\s*:\s*")[^"]+/gi, `$1${HIDDEN}`],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{4,}/gi, `$1 ${HIDDEN}`],
  [/(fireball_(?:session|away)=)[^\s;,"']+/g, `$1${HIDDEN}`],
  [/\$argon2\w*\$[^\s"']+/g, HIDDEN],
]

/** A text in which nothing stands any more that opens anything. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [secret, instead]) => clean.replace(secret, instead), text)

const REDACTED = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'key',
  'headers',
  '*.authorization',
  '*.cookie',
  '*.password',
  '*.secret',
  '*.token',
  '*.headers',
]

/**
 * The log: one JSON object a line. Fields that hold secrets by their name are hidden, and every line is looked through
 * for what looks like a secret, whatever brought it there.
 */
export const createLog = (level: string, out: DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      redact: { paths: REDACTED, censor: HIDDEN },
      hooks: { streamWrite: withoutSecrets },
    },
    out,
  )
