import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Bench } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { root } from '../../scripts/run.ts'

const SCRIPT = 'packages/sdk/dist/fireball.js'
const TRACKER = 'packages/sdk/dist/fireball-tracker.js'
const SNIPPET = 'packages/sdk/dist/snippet.js'

interface Weight {
  readonly gzip: number
  readonly brotli: number
}

/** What a server with static compression sends: gzip at level 9, Brotli at level 11. */
const weigh = async (path: string): Promise<Weight> => {
  const bytes = await readFile(join(root, path))
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
  return { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length }
}

/** `survey` of `packages/sdk/dist/survey-K7QX2M4A.js`. */
const plainName = (path: string): string => basename(path).replace(/-[A-Z0-9]{8}\.js$/, '')

/** The file and all that it imports statically: what a browser must have before any of it runs. */
const withImports = async (path: string): Promise<ReadonlySet<string>> => {
  const text = await readFile(join(root, path), 'utf8')
  const imports = [...text.matchAll(/\b(?:from|import)\s*"(\.\/[^"]+)"/g)]
  const nested = imports.map(([, name = '']) => withImports(join(dirname(path), name)))
  return new Set([path, ...(await Promise.all(nested)).flatMap(paths => [...paths])])
}

/**
 * Bytes over the wire of what a host page loads: the script tag alone (`sdk`), script and widget when the first nudge
 * is shown (`first-nudge`; the widget's share is `widget`), and each part that loads later (`lazy.NAME`). Beside them the
 * tracker by itself (`sdk.tracker`), and the line that stands in a page before the script is there (`sdk.loader`).
 */
export const run: Bench = async report => {
  const { files } = await build()
  const pathsOf = (target: string) => files.filter(file => file.target === target).map(({ path }) => path)
  const widget = pathsOf('widget').find(path => plainName(path) === 'widget')
  if (!pathsOf('script').includes(SCRIPT)) throw new Error(`${SCRIPT} was not built`)
  if (widget === undefined) throw new Error('The widget was not built')

  const reportWeight = (name: string, weights: readonly Weight[]) => {
    for (const coding of ['gzip', 'brotli'] as const) {
      const value = weights.reduce((sum, weight) => sum + weight[coding], 0)
      report({ metric: `${name}.${coding}`, value, unit: 'bytes' })
    }
  }
  const first = new Set([SCRIPT, ...(await withImports(widget))])
  reportWeight('sdk', [await weigh(SCRIPT)])
  reportWeight('sdk.tracker', [await weigh(TRACKER)])
  reportWeight('sdk.loader', [await weigh(SNIPPET)])
  reportWeight('widget', [await weigh(widget)])
  reportWeight('first-nudge', await Promise.all([...first].map(weigh)))
  for (const path of [...pathsOf('parts'), ...pathsOf('widget')].filter(path => !first.has(path))) {
    reportWeight(`lazy.${plainName(path)}`, [await weigh(path)])
  }
}
