import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** How a body can be sent. */
export type Encoding = 'br' | 'gzip' | 'identity'

/** A file to be served. */
export interface Asset {
  readonly type: string
  /** Of its content, quoted. */
  readonly etag: string
  /** Its bytes in an encoding; made once. */
  body(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>>
}

/** A folder of built files. */
export interface Folder {
  /** The file at a path below the folder; undefined when there is none, or the path leads anywhere else. */
  read(path: string): Promise<Asset | undefined>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

const COMPRESSED: readonly string[] = ['.woff2', '.png', '.ico']

/** Names of letters, digits, `-`, `_` and inner dots alone: nothing that climbs, hides, or is read twice. */
const SAFE_PATH = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/

const squeeze = {
  br: promisify((bytes: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    brotliCompress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }, done),
  ),
  gzip: promisify((bytes: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    gzip(bytes, { level: 9 }, done),
  ),
} as const

const toAsset = (path: string, bytes: Buffer): Asset => {
  const made = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>()
  const make = async (encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(encoding === 'identity' ? bytes : await squeeze[encoding](bytes))
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    body: wanted => {
      const encoding = COMPRESSED.includes(extname(path)) ? 'identity' : wanted
      const known = made.get(encoding)
      if (known !== undefined) return known
      const body = make(encoding)
      made.set(encoding, body)
      return body
    },
  }
}

/** Whether a file of this name is sent as it is, whatever the client accepts. */
export const isCompressed = (path: string): boolean => COMPRESSED.includes(extname(path))

/** Reads files below a root; each is kept in memory until it changes on disk. */
export const createFolder = (root: string): Folder => {
  const kept = new Map<string, { readonly stamp: string; readonly asset: Asset }>()
  return {
    read: async path => {
      if (!SAFE_PATH.test(path)) return undefined
      const file = join(root, path)
      const found = await stat(file).catch(() => undefined) // not there
      if (!found?.isFile()) return undefined
      const stamp = `${found.mtimeMs}-${found.size}`
      const known = kept.get(path)
      if (known?.stamp === stamp) return known.asset
      const asset = toAsset(path, await readFile(file))
      kept.set(path, { stamp, asset })
      return asset
    },
  }
}
