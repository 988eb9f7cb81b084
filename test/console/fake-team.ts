import {
  type AuditEntry,
  err,
  type KeyInfo,
  ok,
  type Simulation,
  type Team,
  type TeamMember,
} from '@fireball/core'
import type { Api, ProjectApi } from '../../apps/console/src/api.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'

const DAY = 86_400_000

const member = (id: string, more: Partial<TeamMember>): TeamMember => ({
  id,
  email: `${id}@example.com`,
  name: '',
  role: 'viewer',
  projects: null,
  hasPassword: true,
  hasService: false,
  createdAt: SAMPLE_NOW - 30 * DAY,
  seenAt: SAMPLE_NOW - DAY,
  isDisabled: false,
  ...more,
})

const secretKey = (id: string, more: Partial<KeyInfo>): KeyInfo => ({
  id,
  kind: 'secret',
  mode: 'live',
  shown: `sk_live_…${id}`,
  scopes: ['ingest'],
  rate: null,
  createdAt: SAMPLE_NOW - 20 * DAY,
  expiresAt: null,
  isRevoked: false,
  ...more,
})

const LOG: readonly AuditEntry[] = [
  {
    id: '3',
    at: SAMPLE_NOW - 60_000,
    actor: 'lead@example.com',
    action: 'signed-in',
    target: 'password',
    detail: {},
  },
  {
    id: '2',
    at: SAMPLE_NOW - DAY,
    actor: 'lead@example.com',
    action: 'member.invited',
    target: 'growth@example.com',
    detail: { role: 'editor' },
  },
]

/** People, keys and the log of a collector in memory. */
export const createFakeTeam = (): Pick<
  Api,
  | 'ways'
  | 'signInWithPassword'
  | 'setPassword'
  | 'team'
  | 'invite'
  | 'changeMember'
  | 'linkFor'
  | 'audit'
  | 'simulation'
  | 'fillSimulation'
  | 'cancelSimulation'
  | 'deleteSimulation'
> => {
  let members: Team['members'] = [
    member('lead', { role: 'admin', name: 'Team lead' }),
    member('growth', { role: 'editor', seenAt: null, hasPassword: false }),
    member('former', { isDisabled: true }),
  ]
  let simulation: Simulation = {
    isOffered: true,
    project: null,
    accounts: 0,
    pending: 0,
    at: 'rest',
    done: 0,
    total: 0,
    failure: null,
  }
  const none = err({ code: 'no-such-member', message: 'There is no such member.' })
  const invitation = (of: TeamMember) =>
    ok({ member: of, link: 'https://collector.example.com/console/sign-in?token=abc', until: SAMPLE_NOW })
  return {
    ways: async () => ok({ password: false, service: null }),
    signInWithPassword: async () =>
      err({ code: 'bad-password', message: 'That address and password do not belong together.' }),
    setPassword: async () => ok({}),
    team: async () => ok({ members, me: 'lead' }),
    invite: async ({ email, name, role, projects = null }) => {
      const made = member(email.split('@')[0] ?? '', {
        email,
        name,
        role,
        projects,
        hasPassword: false,
        seenAt: null,
      })
      members = [...members, made]
      return invitation(made)
    },
    changeMember: async (id, change) => {
      members = members.map(one => (one.id === id ? { ...one, ...change } : one))
      const changed = members.find(one => one.id === id)
      return changed === undefined ? none : ok(changed)
    },
    linkFor: async id => {
      const found = members.find(one => one.id === id)
      return found === undefined ? none : invitation(found)
    },
    simulation: async () => ok(simulation),
    fillSimulation: async () => {
      simulation = { ...simulation, project: 'simulated', accounts: 300 }
      return ok(simulation)
    },
    cancelSimulation: async () => ok(simulation),
    deleteSimulation: async () => {
      simulation = { ...simulation, accounts: 0 }
      return ok(simulation)
    },
    audit: async () => ok(LOG),
  }
}

/** The keys of one project in memory. */
export const createFakeKeys = (): Pick<
  ProjectApi,
  'keys' | 'makeKey' | 'rotateKey' | 'revokeKey' | 'audit'
> => {
  let keys: readonly KeyInfo[] = [
    secretKey('pub1', { kind: 'publishable', shown: 'pk_live_4f9a', scopes: [] }),
    secretKey('ab12', {}),
    secretKey('cd34', { expiresAt: SAMPLE_NOW + DAY, scopes: ['read', 'privacy'] }),
    secretKey('ef56', { isRevoked: true }),
  ]
  const add = (more: Partial<KeyInfo>) => {
    keys = [...keys, secretKey(`n${keys.length}00`, more)]
    return ok({ key: 'sk_live_the-only-time-it-is-shown', keys })
  }
  return {
    keys: async () => ok(keys),
    makeKey: async ({ kind, mode, scopes = [] }) => add({ kind, mode, scopes }),
    rotateKey: async id => {
      keys = keys.map(one => (one.id === id ? { ...one, expiresAt: SAMPLE_NOW + DAY } : one))
      return add({})
    },
    revokeKey: async id => {
      keys = keys.map(one => (one.id === id ? { ...one, isRevoked: true } : one))
      return ok(keys)
    },
    audit: async () => ok([]),
  }
}
