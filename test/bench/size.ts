import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Bench } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { root } from '../../scripts/run.ts'

const SCRIPT = 'packages/sdk/dist/fireball.js'

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

/**
 * Bytes over the wire of what a host page loads: the script tag alone (`sdk`), script and widget when the first nudge
 * is shown (`first-nudge`), and each part that loads later (`lazy.NAME`).
 */
export const run: Bench = async report => {
  const { files } = await build()
  const pathsOf = (target: string) => files.filter(file => file.target === target).map(({ path }) => path)
  const widget = pathsOf('widget')[0]
  if (!pathsOf('script').includes(SCRIPT)) throw new Error(`${SCRIPT} was not built`)
  if (widget === undefined) throw new Error('The widget was not built')

  const reportWeight = (name: string, { gzip, brotli }: Weight) => {
    report({ metric: `${name}.gzip`, value: gzip, unit: 'bytes' })
    report({ metric: `${name}.brotli`, value: brotli, unit: 'bytes' })
  }
  const [sdk, drawn] = await Promise.all([weigh(SCRIPT), weigh(widget)])
  reportWeight('sdk', sdk)
  reportWeight('first-nudge', { gzip: sdk.gzip + drawn.gzip, brotli: sdk.brotli + drawn.brotli })
  for (const path of pathsOf('script').filter(path => path !== SCRIPT)) {
    reportWeight(`lazy.${plainName(path)}`, await weigh(path))
  }
}
