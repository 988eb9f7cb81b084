import { retryAfterMs } from '../retry.ts'
import type { Answer } from '../sender.ts'

const read = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text())
  } catch {
    return // not JSON, or cut off: the caller sees that nothing useful came
  }
}

/** What leaves the page and what it fetches. No call rejects. */
export const createTransport = (origin: string, key: string) => ({
  /**
   * A text body without headers of our own needs no preflight, which a page that closes would not outlive; `keepalive`
   * lets the request outlive it.
   */
  async post(body: string): Promise<Answer> {
    try {
      const response = await fetch(`${origin}/v1/b`, {
        method: 'POST',
        body,
        keepalive: true,
        credentials: 'omit',
      })
      return {
        status: response.status,
        waitMs: retryAfterMs(response.headers.get('retry-after'), Date.now()),
        body: await read(response),
      }
    } catch {
      return { status: 0, waitMs: 0 }
    }
  },
  /**
   * The browser revalidates its own copy by ETag; a header of ours would cost a preflight. `tag` is there where the
   * collector lets pages read it.
   */
  async fetchProgram(): Promise<{ body?: unknown; tag?: string | undefined }> {
    try {
      const response = await fetch(`${origin}/v1/program?key=${encodeURIComponent(key)}`, {
        cache: 'no-cache',
        credentials: 'omit',
      })
      const body = response.ok ? ((await read(response)) ?? null) : undefined
      return { body, tag: /"(.*)"/.exec(response.headers.get('etag') ?? '')?.[1] }
    } catch {
      return {}
    }
  },
})
