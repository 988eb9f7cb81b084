import { expect, test } from 'vitest'
import { deniedImports, importCycles, importsOfOwnIndex } from './imports.ts'
import type { Part } from './rules.ts'
import { parseSource } from './source.ts'
import { clockAndDice, defaultExports, deniedNames, exportStars, globalsUsed } from './syntax.ts'

const part: Part = {
  folder: 'packages/kite/src',
  may: ['preact', '@codemirror/*'],
  mayAsTypes: ['@fireball/widget'],
  mayIn: { 'program/schema.ts': ['valibot'], 'cli/': ['citty'] },
}

const file = (local: string, ...lines: string[]) =>
  parseSource(part, `packages/kite/src/${local}`, lines.join('\n'))

test('an import outside the table is denied, whatever its form', () => {
  const source = file(
    'a.ts',
    "import { h } from 'preact/hooks'",
    "import { state } from '@codemirror/state'",
    "import { b } from './b.ts'",
    "import '../package.json'",
    "import { x } from 'lodash'",
    "export { y } from 'lodash/y'",
    "export type Z = import('lodash').Z",
    "const later = () => import('lodash')",
    "import { string } from 'valibot'",
    "import { z } from '../../core/src/z.ts'",
    "import { t } from './a.test.ts'",
    "import { preactish } from 'preactish'",
  )
  expect(deniedImports([source])).toEqual([
    'packages/kite/src/a.ts:5 may not import lodash',
    'packages/kite/src/a.ts:6 may not import lodash/y',
    'packages/kite/src/a.ts:7 may not import lodash',
    'packages/kite/src/a.ts:8 may not import lodash',
    'packages/kite/src/a.ts:9 may not import valibot',
    'packages/kite/src/a.ts:10 may not import ../../core/src/z.ts',
    'packages/kite/src/a.ts:11 may not import ./a.test.ts',
    'packages/kite/src/a.ts:12 may not import preactish',
  ])
})

test('a package that is allowed in one file, in one folder or as types is denied elsewhere', () => {
  expect(deniedImports([file('cli/deep/a.ts', "import { defineCommand } from 'citty'")])).toEqual([])
  expect(deniedImports([file('client.ts', "import { defineCommand } from 'citty'")])).toHaveLength(1)
  expect(deniedImports([file('program/schema.ts', "import { string } from 'valibot'")])).toEqual([])
  expect(deniedImports([file('a.ts', "import type { Box } from '@fireball/widget'")])).toEqual([])
  expect(deniedImports([file('a.ts', "import { type Box } from '@fireball/widget'")])).toHaveLength(1)
})

test('a test may import the test tools and reach into test/', () => {
  const lines = ["import { test } from 'vitest'", "import { a } from '../../../test/fixtures/a.ts'"]
  expect(deniedImports([file('a.test.ts', ...lines)])).toEqual([])
  expect(deniedImports([file('a.ts', ...lines)])).toHaveLength(2)
})

test('a cycle is found through type-only imports, and the own index.ts is off limits', () => {
  const cycle = [
    file('a.ts', "import type { B } from './b.ts'"),
    file('b.ts', "export { c } from './deep/c.ts'"),
    file('deep/c.ts', "import { a } from '../a.ts'"),
    file('d.ts', "import { a } from './a.ts'", "import { all } from './index.ts'"),
  ]
  expect(importCycles(cycle)).toEqual([
    'packages/kite/src/a.ts → packages/kite/src/b.ts → packages/kite/src/deep/c.ts → packages/kite/src/a.ts',
  ])
  expect(importCycles(cycle.slice(1))).toEqual([])
  expect(importsOfOwnIndex(cycle)).toEqual(['packages/kite/src/d.ts:2 imports its own index.ts'])
})

test('default exports and export stars are found in all their forms', () => {
  const source = file(
    'a.ts',
    'const a = 1',
    'export default a',
    'export { a as default }',
    'export default function b() {}',
    "export * from './b.ts'",
    "export * as c from './c.ts'",
    'export { a }',
  )
  expect(defaultExports([source])).toHaveLength(3)
  expect(exportStars([source])).toEqual([
    "packages/kite/src/a.ts:5 export * from './b.ts'",
    "packages/kite/src/a.ts:6 export * as c from './c.ts'",
  ])
})

test('the clock and the dice are found, dates made from a number are not', () => {
  const source = file(
    'a.ts',
    'const a = [Date.now(), Date.now, Math.random(), new Date(), new Date, Date()]',
    'const b = [new Date(5), Date.parse("2026-01-01"), Date.UTC(2026), Math.floor(1)]',
  )
  expect(clockAndDice([source]).map(place => place.split(' ')[0])).toEqual(
    Array(6).fill('packages/kite/src/a.ts:1'),
  )
})

test('a global counts as used, a name of our own does not', () => {
  const globals = ['window', 'fetch', 'location', 'globalThis']
  const source = file(
    'a.ts',
    'export const a = typeof window',
    "export const b = { fetch, location: 'here' }",
    'export const c = globalThis.crypto',
    'export const d = () => { location.reload() }',
    "import { fetch as load } from './b.ts'",
    'export const e = ({ location, page }: { location: URL; page: { window: number } }) => [location, page.window]',
    'export type Fetch = typeof fetch',
    'export const f = (fetch: () => void) => fetch()',
    'export const g = load',
  )
  expect(globalsUsed([source], globals)).toEqual([
    'packages/kite/src/a.ts:1 window',
    'packages/kite/src/a.ts:2 fetch',
    'packages/kite/src/a.ts:3 globalThis',
    'packages/kite/src/a.ts:4 location',
  ])
})

test('a file or a folder named after no concept is found', () => {
  const names = ['utils.ts', 'constants/limits.ts', 'types.test.ts', 'typescript.ts', 'commons.ts']
  expect(deniedNames(names.map(name => file(name))).map(path => path.slice(18))).toEqual(names.slice(0, 3))
})
