import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const { resolve } = createRequire(import.meta.url)

/** What a page loads to show one thing of each: the least that its documentation has one import. */
const PEERS = [
  { name: 'driver.js', code: `export { driver } from 'driver.js'`, styles: ['driver.js/dist/driver.css'] },
  { name: 'react-joyride', code: `export { Joyride } from 'react-joyride'`, styles: [] },
] as const

/** Gzip bytes of others, as a page that has React already would load them; neither has rules, tracking or surveys. */
export const peerBytes = (): Promise<readonly { readonly name: string; readonly bytes: number }[]> =>
  Promise.all(
    PEERS.map(async ({ name, code, styles }) => {
      const { outputFiles } = await build({
        stdin: { contents: code, resolveDir: import.meta.dirname },
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        define: { 'process.env.NODE_ENV': '"production"' },
        external: ['react', 'react-dom'],
        legalComments: 'none',
        logLevel: 'silent',
      })
      const files = [
        outputFiles[0]?.contents ?? new Uint8Array(),
        ...styles.map(path => readFileSync(resolve(path))),
      ]
      return { name, bytes: files.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0) }
    }),
  )
