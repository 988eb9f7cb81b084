import { parseProgram } from '@fireball/core/program'
import { expect, test } from 'vitest'
import program from '../program.json' with { type: 'json' }

test('the program may be published as it is, without a warning', () => {
  expect(parseProgram(program)).toEqual({ ok: true, value: { program, warnings: [] } })
})

test('seven steps, at least six skills, and every skill says why', () => {
  expect(program.checklists[0]?.steps).toHaveLength(7)
  expect(program.skills.length).toBeGreaterThanOrEqual(6)
  expect(program.skills.filter(skill => skill.why.length < 40)).toEqual([])
})
