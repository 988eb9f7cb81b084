import { isObject, type Message, type Program } from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asSurface, copyOf, inOrder, newMessage, reordered, SURFACES } from './message-draft.ts'

const program: Program = {
  format: 1,
  name: 'Kites',
  signals: [{ key: 'sent', name: 'Sent', on: { event: 'Sent' } }],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
}
const errorsOf = (messages: readonly unknown[]): readonly string[] => {
  const parsed = parseProgram({ ...program, messages })
  return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`)
}

describe('a new message', () => {
  test.each(SURFACES)('is whole: %s', surface => {
    const made = newMessage(surface, program)
    expect(made.enabled).toBe(false)
    expect(errorsOf([made])).toEqual([])
  })

  test('takes a key, and its questions names, that nothing else has', () => {
    const first = newMessage('survey', program)
    const second = newMessage('survey', { ...program, messages: [first] })
    const third = copyOf(second, { ...program, messages: [first, second] })
    expect([first, second, third].map(one => one.key)).toEqual(['survey', 'survey-2', 'survey-3'])
    expect(errorsOf([first, second, third])).toEqual([])
  })
})

test('on another surface it keeps what it says and for whom, and is whole there', () => {
  for (const from of SURFACES)
    for (const to of SURFACES) {
      const before = { ...newMessage(from, program), audience: { 'events.sent.count': { $gte: 2 } } }
      const after = asSurface(before, to, { ...program, messages: [before] })
      expect(errorsOf([after]), `${from} to ${to}`).toEqual([])
      expect(after).toMatchObject({ key: from, surface: to, audience: before.audience })
    }
  const said = { ...newMessage('banner', program), text: { title: 'Sending pauses' } }
  expect(asSurface(said, 'tour', program)).toMatchObject({ steps: [{ title: 'Sending pauses' }, {}] })
})

describe('order', () => {
  const at = (priority?: number, surface: Message['surface'] = 'banner') => ({
    surface,
    ...(priority === undefined ? {} : { priority }),
  })

  test('goes by priority, then by the list; what waits for no turn has none', () => {
    expect(inOrder([at(), at(2), at(1, 'inline'), at(2), at(-1)])).toEqual([1, 3, 0, 4])
  })

  test('one turn earlier swaps with the one before, and with nothing else', () => {
    const priorities = fc.array(fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }), {
      minLength: 2,
      maxLength: 7,
    })
    fc.assert(
      fc.property(priorities, fc.nat(6), fc.constantFrom(-1 as const, 1 as const), (list, pick, by) => {
        const messages = list.map(one => at(one))
        const index = pick % messages.length
        const before = inOrder(messages)
        const from = before.indexOf(index)
        const other = before[from + by]
        const expected =
          other === undefined
            ? before
            : before.map((one, turn) => (turn === from ? other : turn === from + by ? index : one))
        const after = reordered(messages, index, by)
        expect(inOrder(after)).toEqual(expected)
        expect(after.every(one => !isObject(one) || one.priority !== 0 || list.includes(0))).toBe(true)
      }),
    )
  })
})
