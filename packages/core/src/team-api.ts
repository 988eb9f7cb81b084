import type { Session } from './console-api.ts'

/** What someone signed in may do: look, also change the program and answer, also manage people and keys. */
export type Role = Session['role']

/** GET /sign-in: the ways in that this collector offers, beside one-time links. */
export interface SignInWays {
  /** Whether any member has a password. */
  readonly password: boolean
  /** A sign-in service: what people call it, and where signing in there begins. */
  readonly service: { readonly name: string; readonly href: string } | null
}

/** One person of the console. */
export interface TeamMember {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  /** The only projects that they are let into, each with their role there; null: `role` holds for all of them. */
  readonly projects: Readonly<Record<string, Role>> | null
  readonly hasPassword: boolean
  /** Came through the sign-in service before. */
  readonly hasService: boolean
  readonly createdAt: number
  readonly seenAt: number | null
  /** Not let in any more. */
  readonly isDisabled: boolean
}

/** GET /team. */
export interface Team {
  readonly members: readonly TeamMember[]
  /** Of the asking member; '' for who came by a link of the command line. */
  readonly me: string
}

/** POST /team { email, name, role } and POST /team/:member/link: a link that signs that member in, once. */
export interface Invitation {
  readonly member: TeamMember
  readonly link: string
  /** Until when it works, epoch ms. */
  readonly until: number
}

/** What a secret key may do: send events, read what the console reads, export and erase people. */
export const KEY_SCOPES = ['ingest', 'read', 'privacy'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** GET /projects/:project/keys: one key; of a secret one only its end is known. */
export interface KeyInfo {
  /** What names it in addresses: the beginning of a hash of it. */
  readonly id: string
  readonly kind: 'publishable' | 'secret'
  readonly mode: 'live' | 'test'
  readonly shown: string
  /** Of a secret key. */
  readonly scopes: readonly KeyScope[]
  /** Requests a second that it may make; null for what the collector allows each key. */
  readonly rate: number | null
  readonly createdAt: number
  /** From then on it opens nothing: it was replaced, or revoked. */
  readonly expiresAt: number | null
  readonly isRevoked: boolean
}

/** POST /projects/:project/keys and …/keys/:key/rotate: the only time that a secret key is told. */
export interface NewKey {
  readonly key: string
  readonly keys: readonly KeyInfo[]
}

/** GET /audit and /projects/:project/audit, newest first: what was done, by whom, to what. */
export interface AuditEntry {
  readonly id: string
  readonly at: number
  /** A member’s email, a role, `key …end`, or `command line`. */
  readonly actor: string
  /** `program.published`, `key.revoked`, `member.invited`, … */
  readonly action: string
  readonly target: string
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** Everything that is stored of one person. Rows are as the collector holds them, by table. */
export interface SubjectExport {
  readonly user: string
  /** Every id that is theirs: `u:…`, `a:…`. */
  readonly subjects: readonly string[]
  readonly accounts: readonly string[]
  readonly at: number
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>
}

/** What an erasure removed, in rows by table. Later messages of the same person are stored anew. */
export interface Erasure {
  readonly subjects: readonly string[]
  readonly removed: Readonly<Record<string, number>>
}
