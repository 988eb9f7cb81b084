import type { TrackerPorts } from '../ports.ts'
import { retryAfterMs } from '../retry.ts'

/** What a response says, if it is JSON. */
export const readJson = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text())
  } catch {
    return // not JSON, or cut off: the caller sees that nothing useful came
  }
}

/** From so many characters on a smaller body is worth the time. */
const SQUEEZED_FROM = 2000

/** The part of a page that `fetchLater` is; not yet in the type library. */
interface LaterPage {
  fetchLater?(url: string, options: RequestInit): unknown
}

/**
 * What leaves the page. A text body without headers of our own needs no preflight, which a page that closes would not
 * outlive. No call rejects.
 */
export const createTransport = (origin: string): Pick<TrackerPorts, 'post' | 'postLater' | 'squeeze'> => {
  const url = `${origin}/v1/b`
  const options = { method: 'POST', credentials: 'omit' } as const
  return {
    async post(body, tries) {
      try {
        // `keepalive` outlives the page; what it may hold in all is little, and the host may have used it up.
        const response = await fetch(url, { ...options, body, keepalive: tries < 1 })
        return {
          status: response.status,
          waitMs: retryAfterMs(response.headers.get('retry-after'), Date.now()),
          body: await readJson(response),
        }
      } catch {
        return { status: 0, waitMs: 0 }
      }
    },
    postLater(body) {
      const stop = new AbortController()
      const { fetchLater } = window as LaterPage
      try {
        if (!fetchLater) return
        fetchLater(url, { ...options, body, signal: stop.signal })
        return () => stop.abort()
      } catch {
        return // more than the browser grants: it stays in the queue
      }
    },
    async squeeze(body) {
      try {
        if (body.length > SQUEEZED_FROM) {
          const small = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
          // Without a type, else there would be a preflight.
          return new Blob([await new Response(small).arrayBuffer()])
        }
      } catch {
        // A browser without it: as it is.
      }
      return body
    },
  }
}
