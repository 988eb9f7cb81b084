import { BlockList, isIP } from 'node:net'
import { err, ok, type Result } from '@fireball/core'

/** Whose word about a client’s address is taken: proxies at these addresses. */
export type TrustedProxies = Pick<BlockList, 'check'>

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** `loopback, 10.1.0.0/16` → whom it names; else the part that names nobody. */
export const parseProxies = (text: string): Result<TrustedProxies, string> => {
  const list = new BlockList()
  const parts = text.split(/[\s,]+/).filter(part => part !== '')
  for (const part of parts.flatMap(one => NAMED[one] ?? [one])) {
    const [address = '', bits] = part.split('/')
    const family = isIP(address)
    const max = family === 6 ? 128 : 32
    const prefix = bits === undefined ? max : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
    if (family === 0 || prefix < 0 || prefix > max) return err(part)
    list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4')
  }
  return ok(list)
}

/** IPv4 that came over an IPv6 socket is IPv4. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

const isTrusted = (address: string, proxies: TrustedProxies): boolean => {
  const family = isIP(address)
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * The address that a request comes from: the socket’s, or, as far as trusted proxies stand before it, the one that the
 * last of them saw. What a client writes into `X-Forwarded-For` itself stands further left and is never reached.
 */
export const clientAddress = (
  socket: string | undefined,
  forwarded: string | undefined,
  proxies: TrustedProxies | undefined,
): string => {
  let address = plain(socket ?? '')
  if (proxies === undefined) return address
  const hops = (forwarded ?? '').split(',').map(plain)
  while (isTrusted(address, proxies)) {
    const hop = hops.pop()
    if (hop === undefined || isIP(hop) === 0) break
    address = hop
  }
  return address
}

/** What one customer of a network provider holds: an IPv4 address, or the /64 of an IPv6 one. */
export const networkOf = (address: string): string => {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return `${[...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].slice(0, 4).join(':')}::/64`
}
