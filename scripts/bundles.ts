import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import * as esbuild from 'esbuild'
import { minify } from 'terser'
import { bundleOnlyOurs, widgetCssAsText } from './build-plugins.ts'
import { COMPRESS } from './compress.ts'
import { fillPage } from './page.ts'
import { root } from './run.ts'
import { bundleWidget } from './widget-files.ts'

const hashOf = (contents: string | Uint8Array): string =>
  createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase()

/** One bundle; the widget comes first because the SDK is told its file name. */
export type Target = 'widget' | 'parts' | 'script' | 'snippet' | 'sdk' | 'console' | 'demo' | 'collector'

/** A file to be written: its path from the repository's root, and its bytes. */
export interface Output {
  readonly path: string
  readonly contents: Uint8Array
}

/** How one target is made. */
export interface Recipe {
  readonly target: Target
  /** Paths from the repository's root; the first that exists is built. */
  readonly entries: readonly string[]
  /** `made` is what the recipes before this one gave. */
  readonly bundle: (entry: string, made: readonly Output[]) => Promise<readonly Output[]>
  /** A folder of this target alone, in which files of earlier builds are deleted. */
  readonly ownFolder?: string
}

/** What all bundles share; those of the browser are made with just this. */
const COMMON = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  target: 'es2022',
  format: 'esm',
  conditions: ['source'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'silent',
  loader: { '.svg': 'file', '.woff2': 'file' },
  assetNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  plugins: [widgetCssAsText],
} as const satisfies esbuild.BuildOptions

const outputsOf = ({ outputFiles = [] }: esbuild.BuildResult): Output[] =>
  outputFiles.map(({ path, contents }) => ({ path: relative(root, path), contents }))

const VIEW = './packages/widget/src/view.ts'

/** The widget is written for Preact, and ships with the part of it that it uses. */
const WIDGET_VIEW = { preact: VIEW, 'preact/jsx-runtime': VIEW }
const WIDGET_FOLDER = 'packages/widget/dist'
const SDK_FOLDER = 'packages/sdk/dist'

/** What the SDK loads when it is first needed, beside the widget: name → source. */
const PARTS = {
  attempt: 'browser/attempt.ts',
  cookie: 'browser/shared-id.ts',
  debug: 'browser/debug.ts',
  fold: 'fold.ts',
  messages: 'browser/messages.ts',
  models: 'models.ts',
  names: 'names.ts',
  notice: 'browser/notice.ts',
  say: 'browser/say.ts',
  stored: 'stored.ts',
  stuck: 'stuck.ts',
} as const

/**
 * The SDK loads widget and parts by URL, so it must know the hashed names; empty while there is no widget. A relative
 * `import()` would not do: in a script of another origin without `crossorigin` it has no base.
 */
const fileNames = (made: readonly Output[]) => {
  const widget = made.find(({ path }) => dirname(path) === WIDGET_FOLDER) // its first file; parts follow
  const part = made.find(({ path }) => path.startsWith(join(SDK_FOLDER, 'debug-')))
  return {
    __WIDGET_FILE__: JSON.stringify(widget ? basename(widget.path) : ''),
    __PARTS_HASH__: JSON.stringify(/-(\w+)\.js$/.exec(part?.path ?? '')?.[1] ?? ''),
  }
}

/** One hash of all parts names each: the scripts, which carry the names, need only that. */
const bundleParts = async (folder: string, made: readonly Output[]): Promise<readonly Output[]> => {
  const entryPoints = Object.fromEntries(
    Object.entries(PARTS).map(([name, file]) => [name, join(folder, file)]),
  )
  const { outputFiles } = await esbuild.build({
    ...COMMON,
    entryPoints,
    outdir: SDK_FOLDER,
    define: fileNames(made),
  })
  const parts = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code = text } = await minify(text, { module: true, compress: COMPRESS, ecma: 2020 })
      return { path, code }
    }),
  )
  const hash = hashOf(parts.map(({ code }) => code).join('\n'))
  return parts.map(({ path, code }) => ({
    path: relative(root, path).replace(/\.js$/, `-${hash}.js`),
    contents: Buffer.from(code),
  }))
}

/**
 * Names of properties that never leave the script: neither its API, nor what is stored or sent, nor what widget and parts
 * are handed. They are shortened, which takes 2 % off a script.
 */
const INTERNAL = (
  'keeper registersUnder isElected plugs exposed journals fetchProgram newId drawn isAllowed uncovered become handOff ' +
  'blockedUntil halted pileOf bodyOf expose claim onVisible privacySignal isOnline renew hasQuestion inOrder loadWidget ' +
  'whenActive onClosing onForeign foldPorts postLater onSettled handshake stand stamps waitsFor onHidden onReturn onOnline ' +
  'isBehind onLeave nextSeq maySend squeeze isBusy revive firstMs keeps isAccountPartial skillViews ofAccount accountBase jot ' +
  'accepted post firstDelayMs maxDelayMs eventBytes tick owners waitMs onBroken onChecklist loadModels elected inherit ' +
  'refresh resume forget recorded loaded notice passing failing watch fixed ahead commit ' +
  'change wake isInView tabs pass idle lock update emit save lasting destroy akey store names met arm accountId'
).split(' ')

/**
 * esbuild's own `iife` format adds 700 bytes of CommonJS interop for every `import()` that stays an import, so the
 * script is built as a module without exports and wrapped here. Terser takes 7 % off what esbuild leaves; it also
 * rejects what only a module may hold.
 */
const wrapInFunction = async (module: string, made: readonly Output[]): Promise<string> => {
  const others = made.map(({ contents }) => Buffer.from(contents).toString()).join('\n')
  const crossing = INTERNAL.filter(name => new RegExp(`\\.${name}\\b|\\b${name}:`).test(others))
  if (crossing.length > 0) throw new Error(`Widget or parts know these names: ${crossing.join(', ')}`)

  const { code } = await minify(`"use strict";(()=>{${module}})()`, {
    compress: COMPRESS,
    // The browser's own have some of these names, too; what is not ours is never called by them.
    mangle: { properties: { builtins: true, regex: new RegExp(`^(${INTERNAL.join('|')})$`) } },
    ecma: 2020,
    // A page that names no charset would read anything else wrong.
    format: { ascii_only: true },
  })
  return code ?? ''
}

const bundleScript = async (entry: string, made: readonly Output[]) => {
  const { outputFiles } = await esbuild.build({
    ...COMMON,
    outdir: SDK_FOLDER,
    define: fileNames(made),
    minify: false,
    minifySyntax: true,
    entryPoints: { fireball: entry, 'fireball-tracker': join(dirname(entry), 'tracker-script.ts') },
  })
  const scripts = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({
      path: relative(root, path),
      contents: Buffer.from(await wrapInFunction(text, made)),
    })),
  )
  return [...scripts, ...scripts.map(underItsHash)]
}

/** The same bytes under a name that never means others, for pages that pin the script with `integrity`. */
const underItsHash = ({ path, contents }: Output): Output => ({
  path: path.replace(/\.js$/, `-${hashOf(contents)}.js`),
  contents,
})

/** The line that stands in pages before the script is there. */
const bundleSnippet = async (entry: string): Promise<readonly Output[]> => {
  const source = await readFile(join(root, entry), 'utf8')
  const { code } = await esbuild.transform(source, { loader: 'ts', target: 'es2020', minifySyntax: true })
  const { code: line = '' } = await minify(code, { ecma: 2020, mangle: false })
  return [{ path: join(SDK_FOLDER, 'snippet.js'), contents: Buffer.from(line.replace(/;$/, '')) }]
}

const bundleSdk = async (entry: string, made: readonly Output[]) =>
  outputsOf(
    await esbuild.build({
      ...COMMON,
      minify: false,
      entryPoints: {
        index: entry,
        headless: join(dirname(entry), 'headless.ts'),
        react: join(dirname(entry), 'react.ts'),
        tracker: join(dirname(entry), 'tracker.ts'),
      },
      outdir: SDK_FOLDER,
      splitting: true,
      external: ['nanostores', 'react'],
      define: fileNames(made),
    }),
  )

/** Files of an app's `public/` are served as they are. */
const staticFiles = async (app: string): Promise<Output[]> => {
  const folder = join(root, 'apps', app, 'public')
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(
    paths.map(async path => ({
      path: join('apps', app, 'dist', relative(folder, path)),
      contents: await readFile(path),
    })),
  )
}

const bundlePage = (app: 'console' | 'demo') => async (entry: string) => {
  const result = await esbuild.build({
    ...COMMON,
    entryPoints: { main: entry },
    entryNames: '[name]-[hash]',
    outdir: `apps/${app}/dist`,
    splitting: true,
  })
  // What is imported later is an entry point too, of a chunk of its own.
  const built = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint === entry)
  if (!built) throw new Error(`esbuild gave no output for ${entry}`)
  const [script, { cssBundle }] = built
  const urlOf = (path: string) => `/${app}/${basename(path)}`
  const html = fillPage(await readFile(join(root, `apps/${app}/index.html`), 'utf8'), {
    script: urlOf(script),
    styles: cssBundle === undefined ? [] : [urlOf(cssBundle)],
  })
  return [
    ...outputsOf(result),
    { path: `apps/${app}/dist/index.html`, contents: Buffer.from(html) },
    ...(await staticFiles(app)),
  ]
}

const bundleCollector = async (entry: string) =>
  outputsOf(
    await esbuild.build({
      ...COMMON,
      minify: false,
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      entryPoints: {
        main: entry,
        'sqlite-worker': 'apps/collector/src/store/sqlite-worker.ts',
        'learn-worker': 'apps/collector/src/learning/learn-worker.ts',
        'simulate-worker': 'scripts/simulate-worker.ts',
      },
      outdir: 'apps/collector/dist',
      plugins: [bundleOnlyOurs],
    }),
  )

/** In the order in which they must be made. */
export const RECIPES: readonly Recipe[] = [
  {
    target: 'widget',
    entries: ['packages/widget/src/index.ts'],
    bundle: entry => bundleWidget(entry, WIDGET_FOLDER, { ...COMMON, alias: WIDGET_VIEW }),
  },
  { target: 'parts', entries: ['packages/sdk/src'], bundle: bundleParts },
  { target: 'script', entries: ['packages/sdk/src/script.ts'], bundle: bundleScript },
  { target: 'snippet', entries: ['packages/sdk/src/snippet.ts'], bundle: bundleSnippet },
  { target: 'sdk', entries: ['packages/sdk/src/index.ts'], bundle: bundleSdk },
  {
    target: 'console',
    entries: ['apps/console/src/main.tsx'],
    bundle: bundlePage('console'),
    ownFolder: 'apps/console/dist',
  },
  {
    target: 'demo',
    entries: ['apps/demo/src/main.tsx', 'apps/demo/src/main.ts'],
    bundle: bundlePage('demo'),
    ownFolder: 'apps/demo/dist',
  },
  { target: 'collector', entries: ['apps/collector/src/main.ts'], bundle: bundleCollector },
]
