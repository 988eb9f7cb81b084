// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { createMemory } from './memory.ts'
import { shareId } from './shared-id.ts'

const page = () => ({ cookie: '', location: { protocol: 'https:' } }) as unknown as Document

test('the id that another subdomain has put there stands; what was known of another one does not', () => {
  const shared = page()
  const [here, there] = [createMemory().notes, createMemory().notes]
  const [a, b] = [here, there].map(notes => shareId(notes, 'pk', '.kites.test', shared))
  a?.write('id', JSON.stringify({ anonymousId: 'x1', userId: 'u1', choice: 'full' }))
  expect(shared.cookie).toBe(
    'fireball_pk=x1; Domain=.kites.test; Path=/; Max-Age=31536000; SameSite=Lax; Secure',
  )
  expect(JSON.parse(b?.read('id') ?? '')).toEqual({ anonymousId: 'x1' })
  expect(JSON.parse(a?.read('id') ?? '')).toEqual({ anonymousId: 'x1', userId: 'u1', choice: 'full' })
  there.write('id', JSON.stringify({ anonymousId: 'x0', userId: 'u0', choice: 'necessary' }))
  expect(JSON.parse(b?.read('id') ?? '')).toEqual({ anonymousId: 'x1', choice: 'necessary' })
  a?.remove('id')
  expect(shared.cookie).toContain('Max-Age=0')
  expect(here.read('id')).toBeNull()
})

test('no cookie for anything else, and broken notes are survived', () => {
  const shared = page()
  const notes = shareId(createMemory().notes, 'pk', '.kites.test', shared)
  notes.write('until', '5')
  notes.write('id', 'broken')
  expect(shared.cookie).toBe('')
  expect(notes.read('until')).toBe('5')
})
