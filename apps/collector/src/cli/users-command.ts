import type { Role } from '@fireball/core'
import { defineCommand } from 'citty'
import { SESSION_LIMITS } from '../console/sessions.ts'
import { signInLink } from '../console/sign-in-link.ts'
import type { KnownMember } from '../security/members.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, type OpenedStore, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const EMAIL = { type: 'positional', description: 'Their address of mail', required: true } as const
const ROLE_NAMES: Role[] = ['viewer', 'editor', 'admin']
const ROLE = { type: 'enum' as const, options: ROLE_NAMES, description: 'What they may do' }
const PROJECTS = {
  type: 'string',
  description: 'Let in there alone: id of the project; several with commas, each with that role',
  valueHint: 'ids',
} as const
const URL_OPTION = {
  type: 'string',
  description: 'Where the collector is reached',
  default: process.env.ORIGIN ?? `http://127.0.0.1:${process.env.PORT ?? 8787}`,
} as const

const found = async ({ members }: OpenedStore, email: string): Promise<KnownMember> =>
  (await members.findByEmail(email)) ?? fail('usage', `There is no member ${email}.`)

const note = (opened: OpenedStore, action: string, target: string): Promise<void> =>
  opened.audit.add({ project: '', actor: 'command line', action, target })

const printLink = async (
  { sessions }: OpenedStore,
  url: string,
  member: Pick<KnownMember, 'id' | 'role'>,
) => {
  if (!URL.canParse(url)) fail('usage', `--url must be the collector’s address; got ${url}.`)
  console.log(signInLink(url, await sessions.issue(member.role, member.id)))
  console.error(`Good for one sign-in within ${SESSION_LIMITS.tokenMs / 60_000} minutes.`)
}

const list = defineCommand({
  meta: { name: 'list', description: 'List the people of the console' },
  args: DATA_OPTION,
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async ({ members }) => {
      for (const {
        email,
        role,
        projects,
        name,
        hasPassword,
        hasService,
        isDisabled,
      } of await members.list()) {
        const ways = [...(hasPassword ? ['password'] : []), ...(hasService ? ['sign-in service'] : [])]
        const state = isDisabled ? 'not let in' : ways.join(', ') || 'invited'
        console.log(
          `${email.padEnd(36)} ${whereOf({ role, projects }).padEnd(7)} ${state.padEnd(26)} ${name}`,
        )
      }
    }),
})

const add = defineCommand({
  meta: { name: 'add', description: 'Make a member, and print a link that signs them in once' },
  args: {
    email: EMAIL,
    role: { ...ROLE, default: 'viewer' },
    project: PROJECTS,
    name: { type: 'string', description: 'Their name', default: '' },
    url: URL_OPTION,
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { email, name, role } = args
      const projects = await projectsOf(opened, args.project, role)
      const added = await opened.members.add({ email, name, role, projects })
      if (!added.ok)
        return fail(
          'usage',
          added.error === 'bad-email' ? `“${email}” is no address of mail.` : `${email} is a member already.`,
        )
      await note(opened, 'member.invited', added.value.email)
      await printLink(opened, args.url, added.value)
    }),
})

const link = defineCommand({
  meta: {
    name: 'link',
    description: 'Print a link that signs a member in once; with it, a password can be set',
  },
  args: { email: EMAIL, url: URL_OPTION, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const member = await found(opened, args.email)
      await note(opened, 'member.link-made', member.email)
      await printLink(opened, args.url, member)
    }),
})

const role = defineCommand({
  meta: { name: 'role', description: 'Change what a member may do, at once' },
  args: { email: EMAIL, role: { ...ROLE, required: true }, project: PROJECTS, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const member = await found(opened, args.email)
      const projects = await projectsOf(opened, args.project, args.role)
      // Other projects keep what they have; without a project the role holds for all of them.
      const all = projects === null ? null : { ...member.projects, ...projects }
      await opened.members.change(member.id, { role: args.role, projects: all })
      await note(opened, 'member.changed', member.email)
      console.log(`${member.email} is ${whereOf({ role: args.role, projects: all })} now.`)
    }),
})

const disable = defineCommand({
  meta: { name: 'disable', description: 'Let a member in no more, and end their sessions' },
  args: { email: EMAIL, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const member = await found(opened, args.email)
      await opened.members.change(member.id, { isDisabled: true })
      await opened.sessions.endAll(member.id)
      await note(opened, 'member.changed', member.email)
      console.log(`${member.email} is not let in any more.`)
    }),
})

/** Single projects with a role in each, out of `--project`; null without it. */
const projectsOf = async (
  opened: OpenedStore,
  named: string | undefined,
  role: Role,
): Promise<KnownMember['projects']> => {
  if (named === undefined) return null
  const ids: string[] = []
  for (const one of named.split(',')) ids.push((await findProject(opened, one.trim())).id)
  return Object.fromEntries(ids.map(id => [id, role]))
}

const whereOf = ({ role, projects }: Pick<KnownMember, 'role' | 'projects'>): string =>
  projects === null
    ? role
    : Object.entries(projects)
        .map(([project, held]) => `${project}: ${held}`)
        .join(', ')

/** `fireball users …` */
export const usersCommand = defineCommand({
  meta: { name: 'fireball users', description: 'The people of the console: add, change, let in no more' },
  subCommands: { list, add, link, role, disable },
})
