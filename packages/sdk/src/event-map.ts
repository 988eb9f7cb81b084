/**
 * The events of your program, by name, with their properties. Empty until you declare them; `fireball types` writes the
 * declaration from the program, and you may add your own:
 *
 * @example
 * declare module '@fireball/sdk' {
 *   interface FireballEvents {
 *     'Report Built': { outcome: 'success' | 'failure'; context: string }
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: made to be filled from outside
export interface FireballEvents {}

/** What says more about one call than its name and properties. */
export interface TrackOptions {
  /** When it happened, if not now: epoch ms, a Date, or ISO 8601. */
  readonly timestamp?: unknown
}

type Rest<Properties> =
  Record<never, never> extends Properties
    ? readonly [properties?: Properties, options?: TrackOptions]
    : readonly [properties: Properties, options?: TrackOptions]

/** `track`, by an event map: names and properties are checked. Without one anything goes. */
export type Track<Events> = [keyof Events] extends [never]
  ? (name: unknown, properties?: unknown, options?: TrackOptions) => void
  : <Name extends keyof Events & string>(name: Name, ...rest: Rest<Events[Name]>) => void
