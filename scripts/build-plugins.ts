import { readFile } from 'node:fs/promises'
import { type Plugin, transform } from 'esbuild'

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
