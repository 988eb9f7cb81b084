import type { ApiRoute, KeyScope, Role } from '@fireball/core'

/** What a route of the API asks of who calls it, and what it is. */
export interface Permission {
  /** The least role; `anyone` needs no session. */
  readonly needs: Role | 'anyone'
  /** Secret keys with this scope may call it as well, for their own project. */
  readonly scope?: KeyScope
  /** Of who asks, not of the collector: open as well to members of single projects. */
  readonly isOwn?: true
  /** What the audit log calls it, when it is done. */
  readonly does?: string
  /** What it does, for readers of the API's description. */
  readonly say: string
}

/**
 * The one table of who may do what: a route that is not in it is never reached. Tests walk it with every role; the OpenAPI
 * document is made of it.
 */
export const PERMISSIONS = {
  'GET /sign-in': { needs: 'anyone', say: 'The ways to sign in' },
  'POST /sign-in': { needs: 'anyone', does: 'signed-in', say: 'Sign in with the token of a one-time link' },
  'POST /sign-in/password': { needs: 'anyone', does: 'signed-in', say: 'Sign in with a password' },
  'GET /sign-in/service': { needs: 'anyone', say: 'Go to the sign-in service' },
  'GET /sign-in/service/callback': { needs: 'anyone', say: 'Come back from the sign-in service' },
  'POST /sign-out': { needs: 'anyone', say: 'End the session' },
  'GET /session': { needs: 'viewer', isOwn: true, say: 'Who is signed in, and the projects' },
  'PUT /me/password': {
    needs: 'viewer',
    isOwn: true,
    does: 'password.changed',
    say: 'Set one’s own password',
  },
  'GET /team': { needs: 'viewer', say: 'The people of the console' },
  'POST /team': { needs: 'admin', does: 'member.invited', say: 'Invite someone; answers a one-time link' },
  'PUT /team/:member': {
    needs: 'admin',
    does: 'member.changed',
    say: 'Change role or name, or let someone in no more',
  },
  'POST /team/:member/link': {
    needs: 'admin',
    does: 'member.link-made',
    say: 'A new one-time link for a member',
  },
  'GET /audit': { needs: 'admin', say: 'What was done to the collector, newest first' },
  'GET /simulation': { needs: 'viewer', say: 'The project of made-up accounts, and how filling it goes' },
  'POST /simulation': {
    needs: 'editor',
    does: 'simulation.filled',
    say: 'Fill the project of made-up accounts; what was in it before goes',
  },
  'POST /simulation/cancel': { needs: 'editor', does: 'simulation.cancelled', say: 'Stop filling it' },
  'DELETE /simulation': {
    needs: 'editor',
    does: 'simulation.deleted',
    say: 'Delete all made-up accounts; the project and its program stay',
  },
  'GET /projects/:project/accounts': { needs: 'viewer', scope: 'read', say: 'The ranked accounts' },
  'GET /projects/:project/accounts/:akey': { needs: 'viewer', scope: 'read', say: 'One account' },
  'GET /projects/:project/accounts/:akey/ability': {
    needs: 'viewer',
    scope: 'read',
    say: 'Where a user’s ability in a skill comes from',
  },
  'GET /projects/:project/accounts/:akey/lead': {
    needs: 'viewer',
    scope: 'read',
    say: 'An account as a lead: type, chance, life cycle, what to do',
  },
  'POST /projects/:project/accounts/:akey/touches': {
    needs: 'editor',
    does: 'account.touched',
    say: 'Note what was done about an account: touched, snoozed, disqualified, won, lost',
  },
  'POST /projects/:project/accounts/:akey/touches/:id/withdraw': {
    needs: 'editor',
    does: 'account.touch-withdrawn',
    say: 'Take back what was noted about an account; it is written down, and nothing is changed',
  },
  'GET /projects/:project/views': { needs: 'viewer', say: 'Lists of accounts that were kept under a name' },
  'POST /projects/:project/views': {
    needs: 'editor',
    does: 'view.saved',
    say: 'Keep a list of accounts under a name; the same name again is another list',
  },
  'DELETE /projects/:project/views/:id': {
    needs: 'editor',
    does: 'view.removed',
    say: 'Forget a list that was kept',
  },
  'POST /projects/:project/segments/count': {
    needs: 'viewer',
    say: 'How many accounts a condition holds for, as far as they were looked at',
  },
  'GET /projects/:project/export/accounts': {
    needs: 'viewer',
    scope: 'read',
    say: 'The accounts of a list as leads, in its order, as CSV or NDJSON',
  },
  'GET /projects/:project/forecast': { needs: 'viewer', scope: 'read', say: 'What is expected to close' },
  'PUT /projects/:project/forecast/overrides/:akey': {
    needs: 'editor',
    does: 'forecast.overridden',
    say: 'A person’s own probability for an account, with the reason',
  },
  'GET /projects/:project/propensity': {
    needs: 'viewer',
    scope: 'read',
    say: 'What was learned about converting',
  },
  'POST /projects/:project/propensity/run': {
    needs: 'editor',
    does: 'propensity.run',
    say: 'Learn about converting now',
  },
  'GET /projects/:project/metrics': { needs: 'viewer', scope: 'read', say: 'Figures of the whole product' },
  'GET /projects/:project/destinations': { needs: 'viewer', say: 'Where leads are sent' },
  'POST /projects/:project/destinations': {
    needs: 'admin',
    does: 'destination.made',
    say: 'Send leads somewhere',
  },
  'PUT /projects/:project/destinations/:id': {
    needs: 'admin',
    does: 'destination.changed',
    say: 'Change where leads are sent',
  },
  'DELETE /projects/:project/destinations/:id': {
    needs: 'admin',
    does: 'destination.removed',
    say: 'Send nothing there any more',
  },
  'POST /projects/:project/destinations/:id/test': {
    needs: 'admin',
    does: 'destination.tested',
    say: 'Send one test message',
  },
  'POST /projects/:project/destinations/:id/preview': {
    needs: 'admin',
    say: 'What would be written there, without writing',
  },
  'GET /projects/:project/destinations/:id/deliveries': {
    needs: 'viewer',
    say: 'What was sent there, and what waits',
  },
  'POST /projects/:project/destinations/:id/replay': {
    needs: 'admin',
    does: 'destination.replayed',
    say: 'Send again what was given up',
  },
  'GET /projects/:project/help': {
    needs: 'viewer',
    scope: 'read',
    say: 'Requests for help, open ones first',
  },
  'POST /projects/:project/help/:id': {
    needs: 'editor',
    does: 'help.answered',
    say: 'Mark a request for help as seen, or answer it',
  },
  'GET /projects/:project/program': {
    needs: 'viewer',
    scope: 'read',
    say: 'The draft and what is published',
  },
  'GET /projects/:project/program/schema': {
    needs: 'viewer',
    scope: 'read',
    say: 'The JSON Schema of programs',
  },
  'GET /projects/:project/program/history': { needs: 'viewer', scope: 'read', say: 'Published versions' },
  'PUT /projects/:project/program/draft': { needs: 'editor', say: 'Save the draft' },
  'POST /projects/:project/program/publish': {
    needs: 'editor',
    does: 'program.published',
    say: 'Put the draft in force',
  },
  'POST /projects/:project/program/rollback': {
    needs: 'editor',
    does: 'program.rolled-back',
    say: 'Put an earlier version in force',
  },
  'POST /projects/:project/program/starter': { needs: 'editor', say: 'Begin with a starter program' },
  'GET /projects/:project/prompts': { needs: 'viewer', scope: 'read', say: 'How prompts do' },
  'POST /projects/:project/pause': {
    needs: 'editor',
    does: 'prompt.paused',
    say: 'Hold a prompt back, or let it go again',
  },
  'GET /projects/:project/learning': { needs: 'viewer', scope: 'read', say: 'What was learned' },
  'POST /projects/:project/learning/use': {
    needs: 'editor',
    does: 'fit.used',
    say: 'Put an earlier fit in use',
  },
  'POST /projects/:project/learning/resume': {
    needs: 'editor',
    does: 'fit.resumed',
    say: 'Let better fits go live again',
  },
  'POST /projects/:project/learning/run': { needs: 'editor', does: 'fit.run', say: 'Learn now' },
  'GET /projects/:project/events/recent': { needs: 'viewer', scope: 'read', say: 'What arrived lately' },
  'GET /projects/:project/events/unmatched': {
    needs: 'viewer',
    scope: 'read',
    say: 'Events that no signal reads',
  },
  'POST /projects/:project/events/unmatched': { needs: 'editor', say: 'Make a signal of such an event' },
  'GET /projects/:project/keys': { needs: 'viewer', say: 'The keys; of secret ones only their end' },
  'POST /projects/:project/keys': { needs: 'admin', does: 'key.made', say: 'Make a key' },
  'POST /projects/:project/keys/:key/rotate': {
    needs: 'admin',
    does: 'key.rotated',
    say: 'Make a key like this one, which then works for some hours more',
  },
  'POST /projects/:project/keys/:key/revoke': { needs: 'admin', does: 'key.revoked', say: 'End a key' },
  'POST /projects/:project/identity/rotate': {
    needs: 'admin',
    does: 'identity.rotated',
    say: 'A new secret for signing user ids; the one before vouches for some hours more',
  },
  'GET /projects/:project/audit': { needs: 'admin', say: 'What was done in the project, newest first' },
  'GET /projects/:project/people/:user': {
    needs: 'admin',
    scope: 'privacy',
    does: 'person.exported',
    say: 'Everything that is stored of one person',
  },
  'DELETE /projects/:project/people/:user': {
    needs: 'admin',
    scope: 'privacy',
    does: 'person.erased',
    say: 'Erase everything that is stored of one person',
  },
} as const satisfies Record<ApiRoute, Permission>

const RANK: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, admin: 3 }

/** Whether a role may do what needs another. */
export const isAllowed = (role: Role, needs: Role | 'anyone'): boolean =>
  needs === 'anyone' || RANK[role] >= RANK[needs]

/** Every route with its permission. */
export const ROUTES: readonly (readonly [ApiRoute, Permission])[] = Object.entries(PERMISSIONS).map(
  ([route, permission]) => [route as ApiRoute, permission], // the keys are checked by `satisfies`
)

const MATCHERS = ROUTES.map(([route, permission]) => {
  const [method = '', path = ''] = route.split(' ')
  return {
    method,
    route,
    permission,
    path: new RegExp(`^(?:/api)?${path.replaceAll(/:\w+/g, '[^/]+')}$`),
    open: path.split(':').length,
  }
}).sort((a, b) => a.open - b.open)

/** The route that a request asks for, and its permission; undefined when there is none. */
export const permissionOf = (
  method: string,
  path: string,
): { readonly route: ApiRoute; readonly permission: Permission } | undefined => {
  const asked = method === 'HEAD' ? 'GET' : method
  return MATCHERS.find(one => one.method === asked && one.path.test(path))
}
