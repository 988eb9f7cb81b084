import type { LazyParts } from '../ports.ts'

/** Parts that few pages need, each in a file of its own. */
interface Parts extends LazyParts {
  /** The inspector. */
  readonly debug: typeof import('./debug.ts')
  /** How subdomains share an id. */
  readonly cookie: typeof import('./shared-id.ts')
  /** What tells developers. */
  readonly say: typeof import('./say.ts')
  /** What notices views, visits and friction. */
  readonly notice: typeof import('./notice.ts')
  /** What tells a tracker which events a program names. */
  readonly names: typeof import('../names.ts')
}

/**
 * Loads a part from the collector, as the widget is loaded: in a script of another origin a relative `import()` has no
 * base.
 */
export const loadPart = <Name extends keyof Parts>(origin: string, name: Name): Promise<Parts[Name]> =>
  import(`${origin}/${name}-${__PARTS_HASH__}.js`)
