import { err, ok, type Result, type Role, type TeamMember } from '@fireball/core'
import type { Driver, Queries, Row } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'

/** What members need of the world. */
export interface MembersPorts {
  readonly store: Driver
  readonly now: () => number
  readonly newId: () => string
}

/** How someone is known at a sign-in service. */
export interface ServiceIdentity {
  readonly issuer: string
  readonly subject: string
}

/** A member, with what only the collector itself may see. */
export interface KnownMember extends TeamMember {
  readonly password: string | undefined
}

/** The people of the console. */
export interface Members {
  list(): Promise<readonly TeamMember[]>
  find(id: string): Promise<KnownMember | undefined>
  findByEmail(email: string): Promise<KnownMember | undefined>
  /** Who came from the service under this identity before. */
  findByService(identity: ServiceIdentity): Promise<KnownMember | undefined>
  add(
    member: Pick<TeamMember, 'email' | 'name' | 'role'> & Partial<Pick<TeamMember, 'projects'>>,
  ): Promise<Result<TeamMember, 'email-taken' | 'bad-email'>>
  change(
    id: string,
    change: Partial<Pick<TeamMember, 'name' | 'role' | 'projects' | 'isDisabled'>>,
  ): Promise<void>
  setPassword(id: string, hash: string): Promise<void>
  /** Ties a member to an identity at the service, once and for good. */
  setService(id: string, identity: ServiceIdentity): Promise<void>
  seen(id: string): Promise<void>
  hasPasswords(): Promise<boolean>
}

const COLUMNS =
  'id, email, name, role, password, issuer, issuer_subject, created_at, seen_at, disabled_at FROM members'
const LIST = `SELECT ${COLUMNS} ORDER BY created_at, id`
const FIND = `SELECT ${COLUMNS} WHERE id = $1`
const FIND_BY_EMAIL = `SELECT ${COLUMNS} WHERE email = $1`
const FIND_BY_SERVICE = `SELECT ${COLUMNS} WHERE issuer = $1 AND issuer_subject = $2`
const ADD = `INSERT INTO members (id, email, name, role, created_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (email) DO NOTHING`
const CHANGE = 'UPDATE members SET name = $2, role = $3, disabled_at = $4 WHERE id = $1'
const SET_PASSWORD = 'UPDATE members SET password = $2 WHERE id = $1'
const SET_SERVICE = 'UPDATE members SET issuer = $2, issuer_subject = $3 WHERE id = $1 AND issuer IS NULL'
const SEEN = 'UPDATE members SET seen_at = $2 WHERE id = $1'
const HAS_PASSWORDS = 'SELECT id FROM members WHERE password IS NOT NULL AND disabled_at IS NULL LIMIT 1'

const ROLES_OF = 'SELECT member, project, role FROM member_roles WHERE member = $1 ORDER BY project'
const ALL_ROLES = 'SELECT member, project, role FROM member_roles ORDER BY member, project'
const CLEAR_ROLES = 'DELETE FROM member_roles WHERE member = $1'
const SET_ROLE = 'INSERT INTO member_roles (member, project, role) VALUES ($1, $2, $3)'

const toRole = (value: string): Role => (value === 'admin' || value === 'editor' ? value : 'viewer')

/** A role that is written wrong is the least one; no rows are no limit. */
const toProjects = (rows: readonly Row[], member: string): TeamMember['projects'] => {
  const own = rows.filter(row => text(row, 'member') === member)
  return own.length === 0
    ? null
    : Object.fromEntries(own.map(row => [text(row, 'project'), toRole(text(row, 'role'))]))
}

const setProjects = async (
  queries: Pick<Queries, 'run'>,
  member: string,
  projects: TeamMember['projects'],
): Promise<void> => {
  await queries.run(CLEAR_ROLES, [member])
  for (const [project, role] of Object.entries(projects ?? {}))
    await queries.run(SET_ROLE, [member, project, role])
}

const toMember = (row: Row, roles: readonly Row[]): KnownMember => ({
  id: text(row, 'id'),
  email: text(row, 'email'),
  name: text(row, 'name'),
  role: toRole(text(row, 'role')),
  projects: toProjects(roles, text(row, 'id')),
  hasPassword: row.password !== null,
  hasService: row.issuer !== null,
  createdAt: integer(row, 'created_at'),
  seenAt: row.seen_at === null ? null : integer(row, 'seen_at'),
  isDisabled: row.disabled_at !== null,
  password: row.password === null ? undefined : text(row, 'password'),
})

const withoutPassword = ({ password: _, ...member }: KnownMember): TeamMember => member

/** Addresses differ by case alone in theory only. */
export const toEmail = (text: string): string => text.trim().toLowerCase()

const isEmail = (email: string): boolean =>
  email.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)

export const createMembers = ({ store, now, newId }: MembersPorts): Members => {
  const one = async (sql: string, params: readonly string[]): Promise<KnownMember | undefined> => {
    const [row] = await store.all(sql, params)
    return row === undefined ? undefined : toMember(row, await store.all(ROLES_OF, [text(row, 'id')]))
  }
  return {
    list: async () => {
      const roles = await store.all(ALL_ROLES)
      return (await store.all(LIST)).map(row => withoutPassword(toMember(row, roles)))
    },
    find: id => one(FIND, [id]),
    findByEmail: email => one(FIND_BY_EMAIL, [toEmail(email)]),
    findByService: ({ issuer, subject }) => one(FIND_BY_SERVICE, [issuer, subject]),
    add: async ({ email, name, role, projects = null }) => {
      const address = toEmail(email)
      if (!isEmail(address)) return err('bad-email')
      const id = newId()
      const isAdded = await store.transaction(async queries => {
        if ((await queries.run(ADD, [id, address, name.trim(), role, now()])) === 0) return false
        await setProjects(queries, id, projects)
        return true
      })
      if (!isAdded) return err('email-taken')
      const made = await one(FIND, [id])
      return made === undefined ? err('email-taken') : ok(withoutPassword(made))
    },
    change: async (id, { name, role, projects, isDisabled }) => {
      const member = await one(FIND, [id])
      if (member === undefined) return
      const isOut = isDisabled ?? member.isDisabled
      await store.transaction(async queries => {
        await queries.run(CHANGE, [
          id,
          name?.trim() ?? member.name,
          role ?? member.role,
          isOut ? now() : null,
        ])
        if (projects !== undefined) await setProjects(queries, id, projects)
      })
    },
    setPassword: async (id, hash) => {
      await store.run(SET_PASSWORD, [id, hash])
    },
    setService: async (id, { issuer, subject }) => {
      await store.run(SET_SERVICE, [id, issuer, subject])
    },
    seen: async id => {
      await store.run(SEEN, [id, now()])
    },
    hasPasswords: async () => (await store.all(HAS_PASSWORDS)).length > 0,
  }
}
