import { createHash } from 'node:crypto'
import { defineCommand } from 'citty'
import { createPeople } from '../people.ts'
import { erasePerson } from '../privacy/erase.ts'
import { exportPerson, placesOfPerson } from '../privacy/person.ts'
import { DATA_OPTION, findProject, type OpenedStore, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const ARGS = {
  project: { type: 'string', description: 'Id or name of the project', required: true, valueHint: 'id' },
  user: { type: 'positional', description: 'Their user id, or `a:` and an anonymous id', required: true },
  test: { type: 'boolean', description: 'Of the test data; default: of the live data' },
  ...DATA_OPTION,
} as const

const placesIn = async (opened: OpenedStore, project: string, isTest: boolean | undefined, user: string) => {
  const { id } = await findProject(opened, project)
  const space = isTest === true ? `${id}:test` : id
  return { id, places: await placesOfPerson(createPeople(opened.store), space, user) }
}

const note = (opened: OpenedStore, project: string, action: string, user: string): Promise<void> => {
  const target = `person ${createHash('sha256').update(user).digest('hex').slice(0, 16)}`
  return opened.audit.add({ project, actor: 'command line', action, target })
}

const exporting = defineCommand({
  meta: { name: 'export', description: 'Print everything that is stored of one person, as JSON' },
  args: ARGS,
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id, places } = await placesIn(opened, args.project, args.test, args.user)
      await note(opened, id, 'person.exported', args.user)
      const { subjects, accounts } = places
      const tables = await exportPerson(opened.store, places)
      console.log(JSON.stringify({ user: args.user, subjects, accounts, tables }, undefined, 2))
    }),
})

const erase = defineCommand({
  meta: { name: 'erase', description: 'Erase everything that is stored of one person' },
  args: ARGS,
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id, places } = await placesIn(opened, args.project, args.test, args.user)
      const removed = await erasePerson(opened.store, places)
      await note(opened, id, 'person.erased', args.user)
      for (const [table, rows] of Object.entries(removed)) console.log(`${table.padEnd(16)} ${rows}`)
      console.log(Object.keys(removed).length === 0 ? 'Nothing was stored of them.' : 'Erased.')
    }),
})

/** `fireball person …` */
export const personCommand = defineCommand({
  meta: {
    name: 'fireball person',
    description: 'What the law gives people: a copy of their data, and its end',
  },
  subCommands: { export: exporting, erase },
})
