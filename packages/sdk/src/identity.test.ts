import { expect, test } from 'vitest'
import { forgotten, ownerOf, parseIdentity } from './identity.ts'

const newId = () => '0190c7d2-ab12-7fff-bfff-fffff1234567'

test.each([null, '', 'not json', '[]', '"x"', 'null', '{"anonymousId":5,"userId":""}'])(
  'what is missing or broken in %j is made anew',
  text => {
    expect(parseIdentity(text, newId)).toEqual({ anonymousId: newId() })
  },
)

test('what was kept is kept', () => {
  const kept = { anonymousId: 'a', userId: 'u', groupId: 'g', choice: 'local' }
  expect(parseIdentity(JSON.stringify(kept), newId)).toEqual(kept)
  expect(ownerOf(kept)).toBe('u:u')
  expect(forgotten(kept, 'b')).toEqual({ anonymousId: 'b', choice: 'local' })
  expect(ownerOf(forgotten(kept, 'b'))).toBe('a:b')
})
