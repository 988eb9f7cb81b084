// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { pageClients } from './registry.ts'

test('a name gives the same client to every copy of the code, until it is removed', () => {
  const one = pageClients<object>()
  const two = pageClients<object>()
  const client = one.get('k:', () => ({}))
  expect(two.get('k:', () => ({}))).toBe(client)
  expect(two.get('k:b', () => ({}))).not.toBe(client)
  two.remove('k:')
  expect(one.get('k:', () => ({}))).not.toBe(client)
})
