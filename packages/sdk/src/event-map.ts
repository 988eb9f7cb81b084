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

/**
 * The names in your program: `shown` (keys of all that is shown), `slots`, `surveys` (answers by survey and question) and
 * `resources` (items by list). Empty until `fireball types` fills it; without it any name goes.
 */
// biome-ignore lint/suspicious/noEmptyInterface: made to be filled from outside
export interface FireballKeys {}

type Named<Kind extends string, Otherwise> = FireballKeys extends { readonly [K in Kind]: infer Found }
  ? Found
  : Otherwise

/** Key of a nudge, prompt, message or checklist of your program. */
export type ShownKey = Named<'shown', string>

/** Name of a `<fireball-slot>` that your program fills. */
export type SlotName = Named<'slots', string>

/** An answer to one question of a survey: a number of a scale, a key or keys of options, or own words. */
export type Answer = string | number | readonly string[]

/** What may be answered, by survey and question. */
export type SurveyAnswers = Named<'surveys', Readonly<Record<string, Readonly<Record<string, Answer>>>>>

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
