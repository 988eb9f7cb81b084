import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { err, ok, type Result, type WireError } from '@fireball/core'
import { fromForm, isForm } from './compat/form-body.ts'

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

/** As `readBytes`; of a sender who hung up, nothing. */
const readChunks = (request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> =>
  new Promise(settle => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return settle(undefined)
    let first: Buffer | undefined
    let chunks: Buffer[] | undefined
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > maxBytes) settle(undefined)
      else if (first === undefined) first = chunk
      else {
        chunks ??= [first]
        chunks.push(chunk)
      }
    })
    request.on('end', () =>
      settle(chunks === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(chunks, length)),
    )
    const hungUp = (): void => settle(Buffer.alloc(0))
    request.on('error', hungUp)
    request.on('close', hungUp)
  })

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const toJson = async (sent: Buffer | undefined, maxBytes: number): Promise<Result<unknown, WireError>> => {
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
    return ok(JSON.parse(isForm(bytes) ? fromForm(bytes) : bytes.toString('utf8')))
  } catch {
    const start = bytes.subarray(0, 60).toString('utf8')
    return err(notJson(start === '' ? 'an empty body' : start))
  }
}

/**
 * Reads a body as JSON whatever its content type says; gzip is known by its first bytes whatever its encoding says.
 * Codes: `too-large` (before or after inflating), `not-json`.
 */
export const readJson = async (request: Request, maxBytes: number): Promise<Result<unknown, WireError>> =>
  toJson(await readBytes(request, maxBytes).catch(() => Buffer.alloc(0)), maxBytes) // the sender hung up

/** As `readJson`, of a request as Node’s server gives it. */
export const readIncoming = async (
  request: IncomingMessage,
  maxBytes: number,
): Promise<Result<unknown, WireError>> => toJson(await readChunks(request, maxBytes), maxBytes)
