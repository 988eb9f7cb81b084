import { err, ok, type Result } from '@fireball/core'
import ipaddr from 'ipaddr.js'

/** Where calls may go beside the public internet. */
export interface Reach {
  /** Also hosts of private networks and this machine itself; then `http:` to the loopback is allowed as well. */
  readonly allowsPrivate: boolean
}

/** What an operator may allow. Link-local is not among it: there most metadata services of clouds are. */
const INSIDE: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']

/** Metadata services that are elsewhere: of AWS over IPv6, and of Alibaba Cloud. Nobody may allow these either. */
const METADATA: readonly string[] = ['fd00:ec2::254', '100.100.100.200']

const isMetadata = (text: string): boolean =>
  METADATA.includes(unwrapped(ipaddr.parse(text.replace(/%.*$/, ''))).toString())

/** Public IPv6 addresses are all in here; whatever is outside embeds, translates or stands for something else. */
const PUBLIC_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** An IPv4 address behind NAT64 is judged as itself. */
const unwrapped = (address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 => {
  if (!(address instanceof ipaddr.IPv6)) return address
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  if (address.range() !== 'rfc6052') return address
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}

/** What kind of inside address it is; undefined for a public one. Text that is no address counts as `unknown`. */
export const insideRange = (text: string): string | undefined => {
  const bare = text.replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return 'unknown'
  const address = unwrapped(ipaddr.parse(bare))
  const range = address.range()
  if (range !== 'unicast') return range
  return address instanceof ipaddr.IPv6 && !address.match(PUBLIC_V6) ? 'reserved' : undefined
}

/** Whether a connection to this address may be opened. */
export const mayConnect = (address: string, { allowsPrivate }: Reach): boolean => {
  const range = insideRange(address)
  if (range === undefined) return true
  return allowsPrivate && INSIDE.includes(range) && !isMetadata(address)
}

/** The host of an address without the brackets of IPv6. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

const isLiteral = (host: string): boolean => ipaddr.isValid(host)

const isLoopbackName = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || insideRange(host) === 'loopback'

const sayInside = (host: string): string =>
  `“${host}” is an address of an inner network; calls go to the public internet only, unless whoever runs the collector sets ALLOW_PRIVATE_DESTINATIONS=yes`

/**
 * Checks an address as far as it can be without asking anybody: scheme, no password, and the host where it is a number.
 * A URL parser has made `127.0.0.1` of `0x7f.1` and `2130706433` by then. Names are checked when they are connected to.
 */
export const checkAddress = (text: string, reach: Reach): Result<URL, string> => {
  if (!URL.canParse(text)) return err('That is no address such as https://example.com/hook')
  const url = new URL(text)
  const host = bareHost(url.hostname)
  if (url.username !== '' || url.password !== '') return err('An address must not hold a name or password')
  const isOpenHttp = url.protocol === 'http:' && reach.allowsPrivate && isLoopbackName(host)
  if (url.protocol !== 'https:' && !isOpenHttp) return err('An address must begin with https://')
  if (isLiteral(host) ? !mayConnect(host, reach) : !reach.allowsPrivate && isLoopbackName(host))
    return err(sayInside(host))
  return ok(url)
}

/** A host that calls must not reach. */
export const insideError = (host: string, address: string): Error =>
  Object.assign(
    new Error(host === address ? sayInside(host) : `“${host}” leads to ${address}: ${sayInside(address)}`),
    { code: 'INSIDE_ADDRESS' },
  )
