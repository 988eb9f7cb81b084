import { type DestinationInput, err, ok, type Result } from '@fireball/core'
import { checkAddress, type Reach } from './address.ts'
import { FIELD_NAMES } from './crm-record.ts'
import type { NewDestination } from './destination-store.ts'
import type { StoredDestination } from './stored-destination.ts'
import { isSigningKey, newSigningKey } from './webhook.ts'

/** A destination as it may be written; `made`: a signing key that nobody has seen yet. */
export type CheckedDestination = Omit<NewDestination, 'project'> &
  Pick<StoredDestination, 'earlier'> & { readonly made: string | undefined }

/** What somebody says of a destination; what they leave out is undefined. */
type Said = { readonly [name in keyof DestinationInput]?: DestinationInput[name] | undefined }

/** So long the signing key before signs beside a new one. */
const OVERLAP_MS = 24 * 3_600_000
const SHOWN = 4

/** A Slack address opens the channel to whoever has it. */
const withoutPath = (address: URL): string => `${address.origin}/…${address.href.slice(-SHOWN)}`

const badField = (fields: Readonly<Record<string, string>>): string | undefined => {
  const unknown = Object.keys(fields).find(field => !FIELD_NAMES.includes(field))
  if (unknown !== undefined) return `There is no field “${unknown}”. There are: ${FIELD_NAMES.join(', ')}.`
  const bad = Object.entries(fields).find(([, name]) => !/^\w{1,100}$/.test(name))
  return bad === undefined ? undefined : `“${bad[1]}” is no name of a field: letters, digits and underscores.`
}

/** Where it is, and what opens it. */
const checkSecret = (
  kind: DestinationInput['kind'],
  url: string,
  secret: string | undefined,
  before: StoredDestination | undefined,
  reach: Reach,
): Result<{ readonly url: string; readonly secret: string; readonly made?: string }, string> => {
  if (kind === 'slack') {
    if (before !== undefined && url === before.url) return ok({ url, secret: before.secret })
    const address = checkAddress(url, reach)
    return address.ok
      ? ok({ url: withoutPath(address.value), secret: address.value.href })
      : err(`${address.error}.`)
  }
  const address = checkAddress(url, reach)
  if (!address.ok) return err(`${address.error}.`)
  const { href } = address.value
  if (kind === 'webhook') {
    if (secret === undefined && before !== undefined) return ok({ url: href, secret: before.secret })
    if (secret === undefined || secret === '') {
      const made = newSigningKey()
      return ok({ url: href, secret: made, made })
    }
    return isSigningKey(secret)
      ? ok({ url: href, secret })
      : err('A signing key is whsec_ and 24 to 64 bytes in base64; leave it out, and one is made.')
  }
  const token = secret === undefined || secret === '' ? before?.secret : secret
  // A token that was given for one host is not shown to another.
  if (before !== undefined && token === before.secret && new URL(before.url).origin !== address.value.origin)
    return err('At another host the token has to be given once more.')
  return token === undefined || !/^[\x21-\x7e]+$/.test(token)
    ? err(`${kind === 'hubspot' ? 'HubSpot' : 'Salesforce'} needs a token.`)
    : ok({ url: href, secret: token })
}

/** A new destination as it is to be written; or what is wrong, in a sentence. */
export const checkDestination = (
  said: Said & Pick<DestinationInput, 'kind' | 'name' | 'url' | 'topics'>,
  reach: Reach,
  before?: StoredDestination,
): Result<CheckedDestination, string> => {
  const { kind, name, topics, fields = {}, isEnabled = true } = said
  const problem = badField(fields)
  if (problem !== undefined) return err(problem)
  const checked = checkSecret(kind, said.url, said.secret, before, reach)
  if (!checked.ok) return checked
  const { url, secret, made } = checked.value
  return ok({ kind, name, url, secret, topics, fields, isEnabled, earlier: before?.earlier, made })
}

/** A destination with a change; the signing key before signs for a while beside a new one. */
export const withChange = (
  before: StoredDestination,
  said: Said,
  reach: Reach,
  now: number,
): Result<CheckedDestination, string> => {
  if (said.kind !== undefined && said.kind !== before.kind)
    return err('The kind of a destination stays; make another one.')
  const { kind, name, url, topics, fields, isEnabled } = before
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  const checked = checkDestination({ name, url, topics, fields, isEnabled, ...given, kind }, reach, before)
  if (!checked.ok || kind !== 'webhook' || checked.value.secret === before.secret) return checked
  return ok({ ...checked.value, earlier: { secret: before.secret, until: now + OVERLAP_MS } })
}
