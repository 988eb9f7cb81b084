import type { AuditEntry, KeyInfo, KeyScope, Role, TeamMember } from '@fireball/core'

/** What each role may do, for who gives it. */
export const ROLE_SAYS = {
  viewer: 'looks, changes nothing',
  editor: 'changes the program, answers help, notes touches',
  admin: 'also manages people, keys and destinations',
} as const satisfies Record<Role, string>

/** Where somebody is let in, with the role in each where it differs. */
export const sayReach = (
  projects: TeamMember['projects'],
  known: readonly { readonly id: string; readonly name: string }[],
): string =>
  projects === null
    ? 'all projects'
    : Object.entries(projects)
        .map(([id, role]) => `${known.find(one => one.id === id)?.name ?? id}: ${role}`)
        .join(', ')

/** What each scope lets a key do. */
export const SCOPE_SAYS = {
  ingest: 'send events',
  read: 'read accounts and the program',
  privacy: 'export and erase people',
} as const satisfies Record<KeyScope, string>

const DEEDS: Readonly<Record<string, string>> = {
  'signed-in': 'signed in by',
  'sign-in.refused': 'was not let in, from',
  'password.changed': 'changed the password of',
  'member.invited': 'invited',
  'member.changed': 'changed',
  'member.link-made': 'made a sign-in link for',
  'program.published': 'published the program',
  'program.rolled-back': 'went back to an earlier program',
  'prompt.paused': 'paused or resumed a prompt',
  'help.answered': 'answered a request for help',
  'account.touched': 'noted what was done about',
  'account.touch-withdrawn': 'took back what was noted about',
  'view.saved': 'saved a view of the accounts',
  'view.removed': 'forgot a saved view',
  'simulation.filled': 'filled the simulated project',
  'simulation.cancelled': 'stopped filling the simulated project',
  'simulation.deleted': 'deleted the simulated data',
  'forecast.overridden': 'gave a chance of their own for',
  'propensity.run': 'asked to learn who converts',
  'destination.made': 'added the destination',
  'destination.changed': 'changed the destination',
  'destination.removed': 'removed the destination',
  'destination.tested': 'tested the destination',
  'destination.replayed': 'sent again to the destination',
  'fit.used': 'chose what was learned',
  'fit.resumed': 'let better fits go live again',
  'fit.run': 'asked to learn now',
  'key.made': 'made the key',
  'key.rotated': 'rotated the key',
  'key.revoked': 'revoked the key',
  'identity.rotated': 'made a new identity secret',
  'person.exported': 'exported',
  'person.erased': 'erased',
}

/** Deeds whose target is a person, a key, or the like, to be named. */
const NAMED = /^(signed-in|sign-in|member|password|key|person|account|forecast|destination)/

const detailText = (detail: AuditEntry['detail']): string =>
  Object.entries(detail)
    .map(([name, value]) => (name === 'isDisabled' ? (value ? 'not let in' : 'let in') : `${value}`))
    .join(', ')

/** One line of the log, after who did it. */
export const deedText = ({ action, target, detail }: AuditEntry): string => {
  const more = detailText(detail)
  const isNamed = NAMED.test(action) && target !== ''
  const deed = DEEDS[action] ?? action
  return `${isNamed ? `${deed} ${target}` : deed.replace(/,? (by|from|of|for)$/, '')}${more === '' ? '' : ` (${more})`}`
}

/** How a key stands: undefined when it simply works. */
export const keyState = (
  { isRevoked, expiresAt }: KeyInfo,
  now: number,
): 'revoked' | 'over' | 'ending' | undefined =>
  isRevoked ? 'revoked' : expiresAt === null ? undefined : expiresAt <= now ? 'over' : 'ending'
