import { defineCommand } from 'citty'
import { addKey, listKeys } from './access-keys.ts'
import { DATA_OPTION, findProject, newSecret, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const list = defineCommand({
  meta: { name: 'list', description: 'List keys; of secret ones only the end is known' },
  args: DATA_OPTION,
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async ({ store }) => {
      for (const { project, kind, mode, shown, createdAt, isRevoked } of await listKeys(store)) {
        const made = new Date(createdAt).toISOString().slice(0, 10)
        const said = `${kind} ${mode}`.padEnd(16)
        console.log(`${project.padEnd(20)} ${said} ${made}  ${shown}${isRevoked ? '  (revoked)' : ''}`)
      }
    }),
})

const create = defineCommand({
  meta: { name: 'create', description: 'Make a further key; a secret one is shown this once' },
  args: {
    project: { type: 'positional', description: 'Id of the project', required: true },
    publishable: { type: 'boolean', description: 'A key for the tag; default: a secret key' },
    test: { type: 'boolean', description: 'For test data; default: live' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const kind = args.publishable === true ? 'publishable' : 'secret'
      const mode = args.test === true ? 'test' : 'live'
      console.log(await addKey(opened.store, id, { kind, mode }, newSecret(), Date.now()))
    }),
})

/** `fireball keys …` */
export const keysCommand = defineCommand({
  meta: { name: 'fireball keys', description: 'List and make keys' },
  subCommands: { list, create },
})
