import { publicProgram } from '@fireball/core'
import { expect, test } from 'vitest'
import { toProgram, toPublished } from './published.ts'

const program = publicProgram({
  format: 1,
  name: 'P',
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
})

test('a public program is taken, also from the cache', () => {
  expect(toProgram(program)).toBe(program)
  expect(toPublished({ program, tag: 't' })).toEqual({ program, tag: 't' })
  expect(toPublished({ program })).toEqual({ program })
})

test.each([undefined, null, 'html', [], {}, { ...program, format: 2 }, { ...program, nudges: undefined }])(
  'anything else is not: %j',
  raw => {
    expect(toProgram(raw)).toBeUndefined()
    expect(toPublished({ program: raw })).toBeUndefined()
    expect(toPublished(raw)).toBeUndefined()
  },
)
