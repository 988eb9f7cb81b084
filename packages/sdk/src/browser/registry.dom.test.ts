// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { pageClients, pageSurface } from './registry.ts'

test('a name gives the same client until that has ended, and what has to stop with it stops', async () => {
  const stopped: string[] = []
  const make = (name: string) =>
    pageClients(name, () => [{ dispose() {}, async purge() {} }, () => stopped.push(name)])
  const client = make('k:')
  expect(make('k:')).toBe(client)
  expect(make('k:b')).not.toBe(client)
  client.dispose()
  expect(stopped).toEqual(['k:'])
  const next = make('k:')
  expect(next).not.toBe(client)
  await next.purge()
  expect(make('k:')).not.toBe(next)
})

test('one client at a time shows what asks for attention; who waits hears when it is free', () => {
  const heard: string[] = []
  const one = pageSurface('one', () => heard.push('one'))
  const two = pageSurface('two', () => heard.push('two'))
  expect([one.claim(true), two.claim(true), one.claim(true)]).toEqual([true, false, true])
  expect(two.claim(false)).toBe(false)
  expect(heard).toEqual([])
  expect(one.claim(false)).toBe(true)
  expect(heard).toEqual(['two'])
  expect(two.claim(true)).toBe(true)
  two.leave()
  expect(heard).toEqual(['two', 'one'])
  expect(one.claim(true)).toBe(true)
  one.leave()
})
