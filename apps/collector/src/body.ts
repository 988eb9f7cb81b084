import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { err, ok, type Result, type WireError } from '@fireball/core'

const inflate = promisify(gunzip)

const tooLarge = (maxBytes: number): WireError => ({
  code: 'too-large',
  path: '',
  expected: `at most ${maxBytes} bytes`,
  got: 'more',
})

const notJson = (got: string): WireError => ({ code: 'not-json', path: '', expected: 'a JSON body', got })

/** The bytes of a body; undefined as soon as there are more than allowed, whatever its length header says. */
const readBytes = async (request: Request, maxBytes: number): Promise<Buffer | undefined> => {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > maxBytes) return undefined
  if (declared !== null) return Buffer.from(await request.arrayBuffer())
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * Reads a body as JSON whatever its content type says; gzip is known by its first bytes whatever its encoding says.
 * Codes: `too-large` (before or after inflating), `not-json`.
 */
export const readJson = async (request: Request, maxBytes: number): Promise<Result<unknown, WireError>> => {
  const sent = await readBytes(request, maxBytes).catch(() => Buffer.alloc(0)) // the sender hung up
  if (sent === undefined) return err(tooLarge(maxBytes))
  let bytes = sent
  if (isGzip(sent)) {
    try {
      bytes = await inflate(sent, { maxOutputLength: maxBytes })
    } catch (error) {
      const isLarge = error instanceof RangeError
      return err(isLarge ? tooLarge(maxBytes) : notJson('gzip that does not inflate'))
    }
  }
  if (bytes.length > maxBytes) return err(tooLarge(maxBytes))
  try {
    return ok(JSON.parse(bytes.toString('utf8')))
  } catch {
    const start = bytes.subarray(0, 60).toString('utf8')
    return err(notJson(start === '' ? 'an empty body' : start))
  }
}
