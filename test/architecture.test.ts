import { describe, expect, test } from 'vitest'
import { deniedImports, importCycles, importsOfOwnIndex } from './architecture/imports.ts'
import { PURE_FOLDER, SDK_BROWSER } from './architecture/rules.ts'
import { readSources } from './architecture/source.ts'
import { clockAndDice, defaultExports, deniedNames, exportStars, globalsUsed } from './architecture/syntax.ts'

const sources = readSources()

describe('the sources', () => {
  test('import only what the table in architecture/rules.ts allows', () => {
    expect(deniedImports(sources)).toEqual([])
  })

  test('have no import cycle, type-only imports included', () => {
    expect(importCycles(sources)).toEqual([])
  })

  test('never import the index.ts of their own package', () => {
    expect(importsOfOwnIndex(sources)).toEqual([])
  })

  test('never `export *`', () => {
    expect(exportStars(sources)).toEqual([])
  })

  test('have no default exports', () => {
    expect(defaultExports(sources)).toEqual([])
  })

  test('have no file or folder named after no concept', () => {
    expect(deniedNames(sources)).toEqual([])
  })
})

test('core reads neither a clock nor dice', () => {
  expect(clockAndDice(sources.filter(({ part }) => part.folder === PURE_FOLDER))).toEqual([])
})

test('the SDK touches the page in src/browser/ and script.ts only', () => {
  const pure = sources.filter(
    ({ part, local, isTest }) =>
      part.folder === SDK_BROWSER.folder &&
      !isTest &&
      !SDK_BROWSER.mayTouch.some(allowed => local.startsWith(allowed)),
  )
  expect(globalsUsed(pure, SDK_BROWSER.globals)).toEqual([])
})
