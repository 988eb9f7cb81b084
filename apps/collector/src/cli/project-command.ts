import { readFile } from 'node:fs/promises'
import { parseProgram } from '@fireball/core/program'
import { defineCommand } from 'citty'
import { emptyProgram } from '../empty-program.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const readProgram = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch(() => fail('usage', `There is no program file ${path}.`))
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return fail('usage', `${path} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  const parsed = parseProgram(raw)
  if (parsed.ok) return raw
  const problems = parsed.error.map(({ path: at, message }) => `  ${at}: ${message}`)
  return fail('usage', `${path} is no program:\n${problems.join('\n')}`)
}

const toId = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)

const create = defineCommand({
  meta: { name: 'create', description: 'Make a project and print its keys; secret keys are shown this once' },
  args: {
    name: { type: 'positional', description: 'What people call it', required: true },
    id: { type: 'string', description: 'Its id in addresses; default: made of the name', valueHint: 'id' },
    program: { type: 'string', description: 'A program to publish in it', valueHint: 'program.json' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    const id = args.id ?? toId(args.name)
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
      fail('usage', `“${id}” is no id: 1–40 lower-case letters, digits and hyphens. Give one with --id.`)
    const program = args.program === undefined ? emptyProgram(args.name) : await readProgram(args.program)
    await withStore(args.data, async opened => {
      const secrets = await opened.projects.ensure({ id, name: args.name, isDemo: false })
      if (secrets === undefined) return fail('usage', `There is a project “${id}” already.`)
      await opened.programs.publish(id, program, { author: 'command line', note: 'First program' })
      const project = (await opened.projects.list()).find(one => one.id === id)
      console.log(
        [
          `Project ${id} (${args.name})`,
          `  publishable key, for the tag:       ${project?.publishableKey}`,
          `  secret key, for servers and import: ${secrets.live}`,
          `  secret key for test data:           ${secrets.test}`,
          `  identity secret, to sign user ids:  ${secrets.identity}`,
          'The secrets are shown this once; the store keeps hashes of the keys.',
        ].join('\n'),
      )
    })
  },
})

const list = defineCommand({
  meta: { name: 'list', description: 'List projects with their publishable keys' },
  args: DATA_OPTION,
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async ({ projects }) => {
      for (const { id, name, publishableKey, isDemo, isSimulated } of await projects.list())
        console.log(
          `${id.padEnd(20)} ${publishableKey}  ${name}${isDemo ? ' (demo)' : ''}${isSimulated ? ' (simulated)' : ''}`,
        )
    }),
})

/** `fireball project …` */
export const projectCommand = defineCommand({
  meta: { name: 'fireball project', description: 'Make and list projects' },
  subCommands: { create, list },
})
