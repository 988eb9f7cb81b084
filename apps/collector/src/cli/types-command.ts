import { readFile } from 'node:fs/promises'
import type { Program } from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { defineCommand } from 'citty'
import { eventTypes } from './event-types.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const programIn = async (path: string): Promise<Program> => {
  const text = await readFile(path, 'utf8').catch(() => fail('usage', `There is no program file ${path}.`))
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return fail('usage', `${path} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  const parsed = parseProgram(raw)
  if (parsed.ok) return parsed.value.program
  const problems = parsed.error.map(({ path: at, message }) => `  ${at}: ${message}`)
  return fail('usage', `${path} is no program:\n${problems.join('\n')}`)
}

const programOf = async (named: string, folder: string | undefined): Promise<Program> =>
  withStore(folder, async opened => {
    const access = await opened.projects.findKey(named)
    const id = access?.project ?? (await findProject(opened, named)).id
    const live = await opened.programs.live(id)
    return live?.program ?? fail('usage', `Project “${id}” has no program.`)
  })

/** `fireball types` */
export const typesCommand = defineCommand({
  meta: {
    name: 'types',
    description: 'Print TypeScript declarations of a program’s events, so that track() knows them',
  },
  args: {
    project: { type: 'string', description: 'Id, name or publishable key of a project', valueHint: 'key' },
    program: { type: 'string', description: 'A program in a file instead', valueHint: 'program.json' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args: { project, program, data } }) => {
    if ((project === undefined) === (program === undefined))
      return fail('usage', 'Say either --project or --program.')
    const found = program === undefined ? await programOf(project ?? '', data) : await programIn(program)
    process.stdout.write(eventTypes(found))
  },
})
