import type { ClientPorts } from '../ports.ts'
import type { Place } from './tracker-ports.ts'
import { readJson } from './transport.ts'

/**
 * Fetches the public program. The browser revalidates its own copy by ETag; a header of ours would cost a preflight.
 * `tag` is there where the collector lets pages read it.
 */
export const createProgramFetch =
  ({ origin, key }: Pick<Place, 'origin' | 'key'>): ClientPorts['fetchProgram'] =>
  async () => {
    try {
      const response = await fetch(`${origin}/v1/program?key=${encodeURIComponent(key)}`, {
        cache: 'no-cache',
        credentials: 'omit',
      })
      const body = response.ok ? ((await readJson(response)) ?? null) : undefined
      return { body, tag: /"(.*)"/.exec(response.headers.get('etag') ?? '')?.[1] }
    } catch {
      return {}
    }
  }
