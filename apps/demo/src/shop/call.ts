/** One call of the tag's API, as the app makes it: data, so that a test can read what would be said. */
export type Call =
  | {
      readonly kind: 'track'
      readonly name: string
      readonly properties: Readonly<Record<string, string | number>>
    }
  | { readonly kind: 'quota'; readonly feature: string; readonly used: number; readonly limit: number }
  | { readonly kind: 'lock'; readonly feature: string }
  | { readonly kind: 'plan'; readonly plan: string }

/** A track call with an outcome, done on a stable context. */
export const done = (
  name: string,
  outcome: 'success' | 'failure',
  context: string,
  more: Readonly<Record<string, string | number>> = {},
): Call => ({ kind: 'track', name, properties: { outcome, context, ...more } })
