import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { RECIPES } from '../../scripts/bundles.ts'
import { CONTENTS, framed } from './contents.ts'
import { states } from './states.ts'

/** The strictest policy that still lets a script run: no style but adopted ones, no string turned into code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'none'",
  "connect-src 'self'",
  "frame-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** The other policy that pages in earnest have: scripts by nonce, and what those load. */
const NONCE_POLICY = [
  "default-src 'none'",
  "script-src 'nonce-gallery' 'strict-dynamic'",
  "style-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const frame = (name: string, query: string, width: number, height: number) =>
  `<figure><figcaption>${name} ${query.replaceAll('&', ' ').trim()} ${width}</figcaption><iframe loading="lazy" title="${name}" width="${width}" height="${height}" src="/?state=${name}&amp;open${query.replaceAll('&', '&amp;')}"></iframe></figure>`

/** Every surface in every state × theme × direction, wide and narrow, on one page, for people. */
const MATRIX = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Widget gallery: all</title></head>
<body><h1>Widget gallery: all</h1>
${Object.keys(states)
  .filter(name => name !== 'nothing')
  .map(name =>
    ['&mode=light', '&mode=dark', '&mode=light&dir=rtl', '&mode=dark&dir=rtl']
      .flatMap(query => [frame(name, query, 1000, 760), frame(name, query, 320, 640)])
      .join(''),
  )
  .join('\n')}
</body></html>`

const select = (name: string, ...options: readonly string[]) =>
  `<label>${name} <select name="${name}">${options.map(option => `<option>${option}</option>`).join('')}</select></label>`

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Widget gallery</title></head>
<body>
<header><h1>Widget gallery</h1>
${select('state')} ${select('mode', '', 'auto', 'light', 'dark')} ${select('dir', '', 'ltr', 'rtl')} ${select('position', '', 'left', 'right')} ${select('words', '', 'de', 'ar')} <a href="/contents">Contents</a> <a href="/all">All</a>
</header>
<main>
<div class="bar"><h2>Campaigns</h2><button class="target" data-target="new-report">New report</button></div>
<p><label>Search <input id="field" type="search"></label></p>
<table><thead><tr><th>Name</th><th>Sent</th><th>Opened</th></tr></thead><tbody>
<tr><td>Spring news</td><td>1,240</td><td>41 %</td></tr><tr><td>Welcome</td><td>312</td><td>63 %</td></tr><tr><td>Price change</td><td>1,198</td><td>38 %</td></tr>
</tbody></table>
<fireball-slot name="side"></fireball-slot>
</main>
<script type="module" nonce="gallery" src="/page.js"></script>
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
    if (/^\/(contents|frame)\b/.test(url)) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      return response.end(
        url.startsWith('/frame') ? framed(new URL(url, 'http://loopback').searchParams) : CONTENTS,
      )
    }
    const page = url === '/all' ? MATRIX : url === '/' || url.startsWith('/?') ? PAGE : undefined
    response.writeHead(script === undefined && page === undefined ? 404 : 200, {
      'content-type': `${script === undefined ? 'text/html' : 'text/javascript'}; charset=utf-8`,
      'content-security-policy': url.includes('policy=nonce') ? NONCE_POLICY : POLICY,
    })
    return response.end(script ?? page)
  })
  await new Promise<void>(listening => server.listen(port, '127.0.0.1', listening))
  const { port: taken } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${taken}`, close: () => server.close() }
}
