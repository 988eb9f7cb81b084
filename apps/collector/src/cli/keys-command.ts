import { KEY_SCOPES } from '@fireball/core'
import { defineCommand } from 'citty'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, type OpenedStore, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const KEY = {
  type: 'positional',
  description: 'Id of the key, as `keys list` shows it',
  required: true,
} as const
const PROJECT = { type: 'positional', description: 'Id of the project', required: true } as const
const OVERLAP = {
  type: 'string',
  description: 'Hours for which the old one still works',
  default: '24',
  valueHint: 'hours',
} as const

const hoursMs = (text: string): number =>
  /^\d{1,4}$/.test(text) ? Number(text) * 3_600_000 : fail('usage', `--overlap takes hours; got “${text}”.`)

const ago = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

const note = (opened: OpenedStore, project: string, action: string, target: string): Promise<void> =>
  opened.audit.add({ project, actor: 'command line', action, target })

const list = defineCommand({
  meta: { name: 'list', description: 'List keys; of secret ones only the end is known' },
  args: DATA_OPTION,
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async ({ keys }) => {
      for (const key of await keys.list()) {
        const said = `${key.kind} ${key.mode}`.padEnd(16)
        const state = key.isRevoked
          ? '  (revoked)'
          : key.expiresAt !== null
            ? `  (until ${ago(key.expiresAt)})`
            : key.kind === 'secret'
              ? `  ${key.scopes.join(', ')}`
              : ''
        console.log(
          `${key.project.padEnd(20)} ${key.id}  ${said} ${ago(key.createdAt)}  ${key.shown}${state}`,
        )
      }
    }),
})

const create = defineCommand({
  meta: { name: 'create', description: 'Make a further key; a secret one is shown this once' },
  args: {
    project: PROJECT,
    publishable: { type: 'boolean', description: 'A key for the tag; default: a secret key' },
    test: { type: 'boolean', description: 'For test data; default: live' },
    scope: {
      type: 'string',
      description: `What a secret key may do: ${KEY_SCOPES.join(', ')}; several with commas`,
      default: 'ingest',
    },
    rate: { type: 'string', description: 'Requests a second that it may make', valueHint: 'number' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    const named = args.scope.split(',').map(one => one.trim())
    const unknown = named.find(one => !KEY_SCOPES.some(scope => scope === one))
    if (unknown !== undefined)
      fail('usage', `There is no scope “${unknown}”. There are: ${KEY_SCOPES.join(', ')}.`)
    if (args.rate !== undefined && !/^[1-9]\d{0,6}$/.test(args.rate))
      fail('usage', `--rate takes a number; got “${args.rate}”.`)
    await withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const key = await opened.keys.add(id, {
        kind: args.publishable === true ? 'publishable' : 'secret',
        mode: args.test === true ? 'test' : 'live',
        scopes: KEY_SCOPES.filter(scope => named.includes(scope)),
        rate: args.rate === undefined ? undefined : Number(args.rate),
      })
      await note(opened, id, 'key.made', `…${key.slice(-4)}`)
      console.log(key)
    })
  },
})

const rotate = defineCommand({
  meta: { name: 'rotate', description: 'Make a key like this one; the old one works for some hours more' },
  args: { project: PROJECT, key: KEY, overlap: OVERLAP, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) => {
    const overlapMs = hoursMs(args.overlap)
    await withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const made = await opened.keys.rotate(id, args.key, overlapMs)
      if (!made.ok) return fail('usage', `Project “${id}” has no key “${args.key}”.`)
      await note(opened, id, 'key.rotated', args.key)
      console.log(made.value)
      console.error(`The old key works until ${ago(Date.now() + overlapMs)} UTC.`)
    })
  },
})

const revoke = defineCommand({
  meta: { name: 'revoke', description: 'End a key; collectors notice within five seconds' },
  args: { project: PROJECT, key: KEY, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const ended = await opened.keys.revoke(id, args.key)
      if (!ended.ok) return fail('usage', `Project “${id}” has no key “${args.key}”.`)
      await note(opened, id, 'key.revoked', args.key)
      console.log('Revoked.')
    }),
})

const identity = defineCommand({
  meta: {
    name: 'rotate-identity',
    description: 'Make a new secret for signing user ids; the old one vouches for some hours more',
  },
  args: { project: PROJECT, overlap: OVERLAP, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) => {
    const overlapMs = hoursMs(args.overlap)
    await withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const secret = await opened.keys.rotateIdentity(id, overlapMs)
      await note(opened, id, 'identity.rotated', id)
      console.log(secret)
      console.error(`What the old one signed holds until ${ago(Date.now() + overlapMs)} UTC.`)
    })
  },
})

/** `fireball keys …` */
export const keysCommand = defineCommand({
  meta: { name: 'fireball keys', description: 'List, make, rotate and revoke keys' },
  subCommands: { list, create, rotate, revoke, 'rotate-identity': identity },
})
