import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BuildOptions, type BuildResult, build, type Plugin, transform } from 'esbuild'

/** The widget's style sheets are text, minified: it adopts them inside its shadow root. Others stay style sheets. */
export const widgetCssAsText: Plugin = {
  name: 'widget-css-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]packages[/\\]widget[/\\].*\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true })
      return { contents: code.trim(), loader: 'text' }
    })
  },
}

/** Our own packages are bundled, from their sources; what npm installed is imported when the program runs. */
export const bundleOnlyOurs: Plugin = {
  name: 'bundle-only-ours',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@fireball/') ? undefined : { path, external: true },
    )
  },
}

/**
 * A classic script cannot be split, so each `import('./part.ts')` in it becomes a module of its own beside it, built
 * with the same options under a hashed name. The browser resolves the name against the script's own URL.
 */
export const lazyModules = (options: BuildOptions, built: (result: BuildResult) => void): Plugin => {
  const plugin: Plugin = {
    name: 'lazy-modules',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return
        const result = await build({
          ...options,
          entryPoints: [join(resolveDir, path)],
          entryNames: '[name]-[hash]',
          format: 'esm',
          plugins: [...(options.plugins ?? []), plugin],
        })
        built(result)
        const [file] = Object.keys(result.metafile?.outputs ?? {})
        return file === undefined ? undefined : { path: `./${basename(file)}`, external: true }
      })
    },
  }
  return plugin
}
