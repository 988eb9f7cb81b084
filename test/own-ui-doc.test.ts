import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../scripts/run.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const doc = read('docs/own-ui.md')

/** The source of one declaration, from its name to the next blank line. */
const declared = (path: string, name: string): string =>
  read(path)
    .split(new RegExp(`^(?:export )?(?:type|interface) ${name}\\b`, 'm'))[1]
    ?.split(/\n\n|\n}/)[0] ?? ''

const literals = (text: string): readonly string[] =>
  [...text.matchAll(/'([^']+)'/g)].map(([, one = '']) => one)

/** First cells of the rows of the table below a heading cell. */
const rowsUnder = (head: string): readonly string[] => {
  const [, table = ''] = doc.split(`| ${head} |`)
  return [...(table.split('\n\n')[0] ?? '').matchAll(/^\| `([^`(]+)/gm)].map(([, one = '']) => one)
}

const inLine = (start: string): readonly string[] => {
  const [, rest = ''] = doc.split(start)
  return [...(rest.split('\n\n')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, one = '']) => one)
}

test('every reason why something is held is documented, and no other', () => {
  const codes = [
    ...literals(declared('packages/core/src/decide.ts', 'HoldCode')),
    ...literals(declared('packages/core/src/decide.ts', 'MessageHoldCode')),
  ]
  expect(codes.length).toBeGreaterThan(20)
  expect([...rowsUnder('code')].sort()).toEqual([...codes].sort())
})

test('every cause, event and fault is documented, and no other', () => {
  expect(inLine('`show.cause` says')).toEqual(literals(declared('packages/core/src/decide.ts', 'Cause')))
  expect(inLine('`error` codes:')).toEqual(literals(declared('packages/sdk/src/emitter.ts', 'Fault')))
  const happenings = [...declared('packages/sdk/src/emitter.ts', 'Happenings').matchAll(/^ {2}(\w+):/gm)]
  expect([...rowsUnder('event')].sort()).toEqual(happenings.map(([, name = '']) => name).sort())
})

test('every report of the headless API is documented', () => {
  const methods = [...declared('packages/sdk/src/headless.ts', 'Headless').matchAll(/^ {2}(\w+)[(<]/gm)]
  for (const [, name = ''] of methods) expect(doc, name).toMatch(new RegExp(`\`${name}\\b|\\.${name}\\(`))
})
