import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CORE = join(import.meta.dirname, '../packages/core')

const rules = [...readFileSync(join(CORE, 'SPEC.md'), 'utf8').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(
  match => match[1],
)

const named = readdirSync(join(CORE, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.test.ts'))
  .flatMap(file => [
    ...readFileSync(join(CORE, 'src', file), 'utf8').matchAll(/(?:test|describe)\(\s*['"`]\[([A-Z]\d+)\]/g),
  ])
  .map(match => match[1])

test('every rule of the spec is named by a test', () => {
  expect(rules.length).toBeGreaterThan(30)
  expect(rules.filter(rule => !named.includes(rule))).toEqual([])
})

test('every rule that a test names is in the spec', () => {
  expect([...new Set(named)].filter(rule => !rules.includes(rule))).toEqual([])
})

test('no rule is numbered twice', () => {
  expect(new Set(rules).size).toBe(rules.length)
})
