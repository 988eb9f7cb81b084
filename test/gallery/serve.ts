import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { RECIPES } from '../../scripts/bundles.ts'

/** The strictest policy that still lets a script run: no style but adopted ones, no string turned into code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'none'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const select = (name: string, ...options: readonly string[]) =>
  `<label>${name} <select name="${name}">${options.map(option => `<option>${option}</option>`).join('')}</select></label>`

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Widget gallery</title></head>
<body>
<header><h1>Widget gallery</h1>
${select('state')} ${select('mode', '', 'auto', 'light', 'dark')} ${select('dir', '', 'ltr', 'rtl')} ${select('position', '', 'left', 'right')}
</header>
<main>
<div class="bar"><h2>Campaigns</h2><button class="target" data-target="new-report">New report</button></div>
<p><label>Search <input id="field" type="search"></label></p>
<table><thead><tr><th>Name</th><th>Sent</th><th>Opened</th></tr></thead><tbody>
<tr><td>Spring news</td><td>1,240</td><td>41 %</td></tr><tr><td>Welcome</td><td>312</td><td>63 %</td></tr><tr><td>Price change</td><td>1,198</td><td>38 %</td></tr>
</tbody></table>
</main>
<script type="module" src="/page.js"></script>
</body></html>`

/** The widget's files as pages in the wild get them, by name; the first is the one to import. */
const widgetFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const recipe = RECIPES.find(({ target }) => target === 'widget')
  const files = (await recipe?.bundle(recipe.entries[0] ?? '', [])) ?? []
  return new Map(files.map(({ path, contents }) => [`/${basename(path)}`, Buffer.from(contents).toString()]))
}

const widgetAt = (path: string): Plugin => ({
  name: 'widget-at',
  setup({ onResolve }) {
    onResolve({ filter: /^@fireball\/widget$/ }, () => ({ path, external: true }))
  },
})

/** Serves the gallery, with the widget as it is shipped, on loopback; port 0 takes a free one. */
export const serveGallery = async (port = 0): Promise<{ origin: string; close(): void }> => {
  const widget = await widgetFiles()
  const [first = ''] = widget.keys()
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    plugins: [widgetAt(first)],
  })
  const scripts = new Map([...widget, ['/page.js', outputFiles[0]?.text ?? '']])
  const server: Server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url.replace(/\?.*/, ''))
    const isPage = url === '/' || url.startsWith('/?')
    response.writeHead(script === undefined && !isPage ? 404 : 200, {
      'content-type': `${script === undefined ? 'text/html' : 'text/javascript'}; charset=utf-8`,
      'content-security-policy': POLICY,
    })
    response.end(script ?? PAGE)
  })
  await new Promise<void>(listening => server.listen(port, '127.0.0.1', listening))
  const { port: taken } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${taken}`, close: () => server.close() }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await serveGallery(4321)
  console.log(`Widget gallery: ${origin}`)
}
