import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { createFolder, type Encoding, type Folder, isCompressed } from '../folder.ts'
import { DATA_HEADERS, type HeaderSet, IMMUTABLE, PAGE_HEADERS, SCRIPT_HEADERS } from '../headers.ts'

/** Where the built files lie. */
export interface AssetFolders {
  readonly sdk: string
  readonly widget: string
  readonly console: string
  readonly demo: string
}

/** Pages load the script by one name, so a new release reaches them within minutes. */
const SHORT = 'public, max-age=300'
const REVALIDATE = 'no-cache'

/** Names that the build gives: a content hash before the extension. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/

const encodingOf = (c: Context, path: string): Encoding => {
  const accepted = c.req.header('accept-encoding') ?? ''
  return isCompressed(path)
    ? 'identity'
    : /\bbr\b/.test(accepted)
      ? 'br'
      : /\bgzip\b/.test(accepted)
        ? 'gzip'
        : 'identity'
}

const send = async (
  c: Context,
  folder: Folder,
  path: string,
  cache: string,
  headers: HeaderSet,
): Promise<Response | undefined> => {
  const asset = await folder.read(path)
  if (asset === undefined) return undefined
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  c.header('Cache-Control', cache)
  c.header('ETag', asset.etag)
  c.header('Vary', 'Accept-Encoding')
  if (c.req.header('if-none-match')?.includes(asset.etag) === true) return c.body(null, 304)
  const encoding = encodingOf(c, path)
  if (encoding !== 'identity') c.header('Content-Encoding', encoding)
  c.header('Content-Type', asset.type)
  return c.body(await asset.body(encoding))
}

const missing = (c: Context): Response => c.text('Not found\n', 404, { ...PAGE_HEADERS })

/** One app of pages: its files, and its index for every path that names none. */
const pages = (app: Hono, base: string, folder: Folder): void => {
  app.get(base, c => c.redirect(`${base}/`))
  app.get(`${base}/*`, async c => {
    const path = c.req.path.slice(base.length + 1)
    const isFile = /\.\w+$/.test(path)
    const cache = HASHED.test(path) ? IMMUTABLE : REVALIDATE
    const found = isFile
      ? await send(c, folder, path, cache, PAGE_HEADERS)
      : await send(c, folder, 'index.html', REVALIDATE, PAGE_HEADERS)
    return found ?? missing(c)
  })
}

/** Where the script of this release stays for good, and what pins its bytes. The build gives it that name. */
const pinned = (script: Uint8Array): { readonly src: string; readonly integrity: string } => {
  const hash = createHash('sha256').update(script).digest('hex').slice(0, 8).toUpperCase()
  return {
    src: `/fireball-${hash}.js`,
    integrity: `sha384-${createHash('sha384').update(script).digest('base64')}`,
  }
}

/** The script and what it loads, for pages of any origin; the demo and the console, for this one. */
export const assetRoutes = (folders: AssetFolders): Hono => {
  const app = new Hono()
  const scripts = [createFolder(folders.sdk), createFolder(folders.widget)]
  const sendScript = async (c: Context, path: string, cache: string): Promise<Response> => {
    for (const folder of scripts) {
      const found = await send(c, folder, path, cache, SCRIPT_HEADERS)
      if (found !== undefined) return found
    }
    return missing(c)
  }
  for (const name of ['fireball.js', 'fireball-tracker.js'])
    app.get(`/${name}`, c => sendScript(c, name, SHORT))
  app.get('/v1/script', async c => {
    const script = await scripts[0]?.read('fireball.js')
    if (script === undefined) return missing(c)
    return c.json(pinned(await script.body('identity')), 200, {
      ...DATA_HEADERS,
      'Cache-Control': REVALIDATE,
    })
  })
  app.get('/:name{[\\w-]+-[A-Z0-9]{8}\\.js}', c => sendScript(c, c.req.param('name'), IMMUTABLE))
  pages(app, '/demo', createFolder(folders.demo))
  pages(app, '/console', createFolder(folders.console))
  return app
}
