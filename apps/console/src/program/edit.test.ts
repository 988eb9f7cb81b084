import { expect, test } from 'vitest'
import { editAt, readAt } from './edit.ts'

const program = { nudges: [{ key: 'a', text: { title: 'A' } }, { key: 'b' }] }

test('an edit changes one place and nothing else', () => {
  const edited = editAt(program, ['nudges', 0, 'text', 'title'], 'New')
  expect(edited).toEqual({ nudges: [{ key: 'a', text: { title: 'New' } }, { key: 'b' }] })
  expect(program.nudges[0]?.text?.title).toBe('A')
})

test('objects on the way are made', () => {
  expect(editAt(program, ['nudges', 1, 'caps', 'perDay'], 2)).toEqual({
    nudges: [program.nudges[0], { key: 'b', caps: { perDay: 2 } }],
  })
})

test('a cleared value takes its empty parents along', () => {
  const capped = editAt(program, ['nudges', 1, 'caps', 'perDay'], 2)
  expect(editAt(capped, ['nudges', 1, 'caps', 'perDay'], undefined)).toEqual(program)
})

test('an absent place reads as undefined, an inherited one too', () => {
  expect(readAt(program, ['nudges', 1, 'text', 'title'])).toBeUndefined()
  expect(readAt(program, ['constructor'])).toBeUndefined()
  expect(readAt(program, ['nudges', 0, 'key'])).toBe('a')
})
