import type { Phrase } from '@fireball/core'

/**
 * A phrase with its `{name}`s filled in; numbers as the language writes them. A phrase of plural forms is read by the
 * category of `{n}`, and falls back to its `other` form.
 */
export const say = (
  phrase: Phrase,
  values: Readonly<Record<string, string | number>> = {},
  locale?: string,
): string => {
  const text =
    typeof phrase === 'string' ? phrase : (phrase[pluralOf(Number(values.n), locale)] ?? phrase.other ?? '')
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return typeof value === 'number' ? numberOf(value, locale) : (value ?? hole)
  })
}

// A tag that the browser cannot read must not take the page down with it.
const known = (locale: string | undefined): string | undefined => {
  try {
    return Intl.getCanonicalLocales(locale)[0]
  } catch {
    return undefined
  }
}
const pluralOf = (n: number, locale = 'en') => new Intl.PluralRules(known(locale)).select(n)
const numberOf = (n: number, locale = 'en') => new Intl.NumberFormat(known(locale)).format(n)
