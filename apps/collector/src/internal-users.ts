import {
  type Evidence,
  type Membership,
  type Program,
  type Subject,
  splitRegisterKey,
  userKey,
} from '@fireball/core'

/** Members of the team, known as such by what they said of themselves at any time. */
export const internalUsers = (
  evidence: Evidence,
  who: Membership,
  { exclude }: Program,
): ReadonlySet<Subject> => {
  const internal = new Set((exclude?.users ?? []).map(userKey))
  const domains = (exclude?.emailDomains ?? []).map(domain => `@${domain.toLowerCase()}`)
  const isInside = (id: string | undefined): boolean =>
    id !== undefined && domains.some(domain => id.toLowerCase().endsWith(domain))
  // An address may be the id itself.
  for (const { kind, from, to } of Object.values(evidence.links))
    for (const end of kind === 'user' ? [from, to] : [from])
      if (end.startsWith('u:') && isInside(end)) internal.add(who.userOf(end))
  if (domains.length > 0)
    for (const key in evidence.registers) {
      const { subject, name } = splitRegisterKey(key)
      const email = name === 'traits.email' ? evidence.registers[key]?.value : undefined
      if (typeof email === 'string' && isInside(email)) internal.add(who.userOf(subject))
    }
  return internal
}
