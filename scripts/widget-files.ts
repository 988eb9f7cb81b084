import { createHash } from 'node:crypto'
import { basename, dirname, join, relative } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { minify } from 'terser'
import { root } from './run.ts'

/** One file of the widget: its path from the repository's root, and its bytes. */
interface WidgetFile {
  readonly path: string
  readonly contents: Uint8Array
}

/** Stands for the hash in all names until it is known; no other text of the files looks like it. */
const HASH = '@@@@@@@@'
const FIRST = `widget-${HASH}.js`
const SHARED = '@shared@'

/** Each `import('./part.tsx')` stays one, of a file beside the first; `found` gets where the part's source is. */
const partsStayOut = (found: Map<string, string>): Plugin => ({
  name: 'parts-stay-out',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return
      const name = `widget-${basename(path).replace(/\.\w+$/, '')}-${HASH}`
      found.set(name, join(resolveDir, path))
      return { path: `./${name}.js`, external: true }
    })
  },
})

/** What the first file holds already (`held`: absolute paths of sources) is imported from it. */
const takeFromFirst = (held: ReadonlySet<string>): Plugin => ({
  name: 'take-from-first',
  setup(plugin) {
    const asked = {}
    plugin.onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === asked) return
      const found = await plugin.resolve(path, { kind, importer, resolveDir, pluginData: asked })
      return held.has(found.path) ? { path: SHARED + relative(root, found.path), external: true } : found
    })
  },
})

/** The names that parts import from each shared source. */
const namesShared = (parts: readonly WidgetFile[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const shared = new Map<string, Set<string>>()
  for (const { contents } of parts) {
    const text = Buffer.from(contents).toString()
    for (const [, names = '', path = ''] of text.matchAll(
      /import\s*\{([^}]*)\}\s*from\s*"@shared@([^"]+)"/g,
    )) {
      const taken = shared.get(path) ?? new Set()
      for (const name of names.split(',')) taken.add(name.replace(/\sas\s.*/, '').trim())
      shared.set(path, taken)
    }
  }
  return shared
}

/**
 * The widget: a first file that is all a nudge needs, then the parts that it loads later, which import from it what it
 * holds already. esbuild's own splitting would move that into a third file, and every first nudge would wait for one
 * more answer. First file and parts name each other, so they share one hash, of them all.
 */
export const bundleWidget = async (
  entry: string,
  folder: string,
  options: BuildOptions,
): Promise<readonly WidgetFile[]> => {
  const found = new Map<string, string>()
  const bundle = async (more: BuildOptions, ...plugins: readonly Plugin[]) => {
    const { outputFiles = [], metafile } = await build({
      ...options,
      ...more,
      plugins: [...(options.plugins ?? []), ...plugins],
    })
    const files = outputFiles.map(
      ({ path, contents }): WidgetFile => ({ path: relative(root, path), contents }),
    )
    return { files, inputs: Object.keys(metafile?.inputs ?? {}) }
  }

  const { inputs } = await bundle({ entryPoints: [entry], outdir: folder }, partsStayOut(found))
  const held = new Set(inputs.map(path => join(root, path)))
  // A part may have parts of its own.
  const files: WidgetFile[] = []
  for (const bundled = new Set<string>(); ; ) {
    const next = [...found].filter(([name]) => !bundled.has(name))
    if (next.length === 0) break
    for (const [name] of next) bundled.add(name)
    const entryPoints = Object.fromEntries(next)
    const made = await bundle({ entryPoints, outdir: folder }, partsStayOut(found), takeFromFirst(held))
    files.push(...made.files)
  }
  const lines = [...namesShared(files)].map(
    ([path, names]) => `export { ${[...names].join(', ')} } from './${path}'`,
  )
  const first = await bundle(
    {
      stdin: { contents: [`export * from './${entry}'`, ...lines].join('\n'), resolveDir: root },
      outfile: `${folder}/${FIRST}`,
    },
    partsStayOut(found),
  )

  const texts = await Promise.all(
    [...first.files, ...files].map(async ({ path, contents }) => {
      const text = Buffer.from(contents)
        .toString()
        .replaceAll(/@shared@[^"]+/g, `./${FIRST}`)
      // Terser takes 2 % off what esbuild leaves.
      const { code = text } = await minify(text, { module: true, compress: { passes: 3 }, ecma: 2020 })
      return { path, text: code }
    }),
  )
  const digest = createHash('sha256')
    .update(texts.map(({ text }) => text).join('\n'))
    .digest('hex')
  const hash = digest.slice(0, HASH.length).toUpperCase()
  return texts.map(({ path, text }) => ({
    path: join(dirname(path), basename(path).replace(HASH, hash)),
    contents: Buffer.from(text.replaceAll(HASH, hash)),
  }))
}
