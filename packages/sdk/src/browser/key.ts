/**
 * Whether a key may stand in a page. Who made a mistake here must hear of it on any site: nothing is recorded at all, or
 * everyone who opens the page could read what only servers may know.
 */
export const isPublishable = (key: unknown): key is string => {
  const isSecret = typeof key === 'string' && key.startsWith('sk_')
  if (typeof key === 'string' && key && !isSecret) return true
  console.error(
    isSecret
      ? 'Fireball: this is a secret key. Use the publishable one (pk_...), and rotate this one.'
      : 'Fireball: there is no key.',
  )
  return false
}
