import { expect, test } from 'vitest'
import { checkAddress, mayConnect } from './address.ts'

const OUTSIDE = { allowsPrivate: false }
const ANYWHERE = { allowsPrivate: true }

test.each([
  ['127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['192.168.1.1', 'private'],
  ['169.254.169.254', 'metadata of clouds'],
  ['100.64.0.1', 'behind a provider'],
  ['0.0.0.0', 'unspecified'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['192.0.2.1', 'reserved'],
  ['::1', 'loopback'],
  ['::', 'unspecified'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local with a zone'],
  ['fc00::1', 'private'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
  ['::ffff:127.0.0.1', 'IPv4 in IPv6'],
  ['::ffff:a9fe:a9fe', 'IPv4 in IPv6'],
  ['::127.0.0.1', 'IPv4 in IPv6, the old way'],
  ['64:ff9b::7f00:1', 'loopback behind NAT64'],
  ['2002:7f00:1::', 'loopback behind 6to4'],
  ['2001:0:7f00:1::', 'Teredo'],
  ['no address', 'unknown'],
])('%s is never connected to: %s', address => {
  expect(mayConnect(address, OUTSIDE)).toBe(false)
})

test.each(['93.184.216.34', '2606:4700::1111', '64:ff9b::5db8:d822', '::ffff:93.184.216.34'])(
  '%s is public',
  address => {
    expect(mayConnect(address, OUTSIDE)).toBe(true)
  },
)

test('an operator may allow inner networks, but never what is link-local, where the metadata of clouds is', () => {
  for (const address of ['127.0.0.1', '::1', '10.0.0.1', 'fc00::1'])
    expect(mayConnect(address, ANYWHERE)).toBe(true)
  for (const address of ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', '224.0.0.1', '0.0.0.0'])
    expect(mayConnect(address, ANYWHERE)).toBe(false)
  // Some keep theirs among private addresses.
  for (const address of [
    'fd00:ec2::254',
    'fd00:0ec2:0::254%eth0',
    '100.100.100.200',
    '::ffff:100.100.100.200',
  ])
    expect(mayConnect(address, ANYWHERE)).toBe(false)
})

test.each([
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://localhost/',
  'https://api.localhost/',
  'https://①②⑦.0.0.1/',
])('%s is refused', text => {
  expect(checkAddress(text, OUTSIDE)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/is an address of an inner network/),
  })
})

test.each([
  ['http://example.com/', /must begin with https/],
  ['ftp://example.com/', /must begin with https/],
  ['file:///etc/passwd', /must begin with https/],
  ['https://user:password@example.com/', /must not hold a name or password/],
  ['example.com', /is no address/],
  ['', /is no address/],
])('“%s” is refused, and says why', (text, say) => {
  for (const reach of [OUTSIDE, ANYWHERE])
    expect(checkAddress(text, reach)).toMatchObject({ ok: false, error: expect.stringMatching(say) })
})

test('without TLS only this machine is reached, and only when the operator allows it', () => {
  expect(checkAddress('http://127.0.0.1:9/hook', ANYWHERE).ok).toBe(true)
  expect(checkAddress('http://localhost:9/hook', ANYWHERE).ok).toBe(true)
  expect(checkAddress('http://10.0.0.1/hook', ANYWHERE).ok).toBe(false)
  expect(checkAddress('http://127.0.0.1:9/hook', OUTSIDE).ok).toBe(false)
  expect(checkAddress('https://10.0.0.1/hook', ANYWHERE).ok).toBe(true)
})
