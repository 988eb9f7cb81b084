import { expect, test } from 'vitest'
import { clientAddress, networkOf, parseProxies } from './client-address.ts'

const proxies = (text: string) => {
  const parsed = parseProxies(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

test.each([
  ['nobody is trusted unless said', '203.0.113.9', '1.2.3.4', undefined, '203.0.113.9'],
  ['a trusted proxy tells whom it saw', '127.0.0.1', '1.2.3.4', 'loopback', '1.2.3.4'],
  ['what the client wrote itself is not reached', '127.0.0.1', '9.9.9.9, 1.2.3.4', 'loopback', '1.2.3.4'],
  ['several proxies, one behind the other', '127.0.0.1', '1.2.3.4, 10.0.0.7', 'loopback private', '1.2.3.4'],
  ['a stranger is not believed', '203.0.113.9', '1.2.3.4', 'loopback', '203.0.113.9'],
  ['a proxy that says nothing is the client', '127.0.0.1', undefined, 'loopback', '127.0.0.1'],
  ['rubbish ends the walk', '127.0.0.1', '1.2.3.4, <script>', 'loopback', '127.0.0.1'],
  ['IPv4 in IPv6 is IPv4', '::ffff:127.0.0.1', '::ffff:1.2.3.4', 'loopback', '1.2.3.4'],
  ['IPv6 proxies', '::1', '2001:db8::5', 'loopback', '2001:db8::5'],
  ['no socket, no address', undefined, '1.2.3.4', undefined, ''],
])('%s', (_, socket, forwarded, trusted, expected) => {
  expect(clientAddress(socket, forwarded, trusted === undefined ? undefined : proxies(trusted))).toBe(
    expected,
  )
})

test.each(['loopbak', '10.0.0.0/33', '10.0.0/8', '::1/129', '1.2.3.4/x'])('%s names nobody', text => {
  expect(parseProxies(text)).toEqual({ ok: false, error: text })
})

test('a customer’s IPv6 addresses are one network', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:2::6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8::6')).toBe('2001:db8:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('1.2.3.4')).toBe('1.2.3.4')
})
