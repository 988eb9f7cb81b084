import {
  err,
  isObject,
  ok,
  type Problem,
  type ProgramState,
  type PublishedVersion,
  programVersion,
  type Result,
  type StarterInput,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { programSchema } from '@fireball/core/schema'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { LiveProgram, ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import { isReplaceable, starterProgram } from './starter.ts'

/** What the program room needs. */
export interface ProgramRoomPorts {
  readonly store: Driver
  readonly programs: ProgramStore
  readonly now: () => number
}

/** Writing and publishing one project's program. Authors are told by their role: the console has no names of people. */
export interface ProgramRoom {
  state(project: string): Promise<ProgramState>
  saveDraft(project: string, program: unknown, author: string): Promise<void>
  /** Puts the draft in force; what is wrong with it when it cannot be. */
  publish(project: string, note: string, author: string): Promise<Result<undefined, readonly Problem[]>>
  rollback(project: string, id: string, author: string): Promise<Result<undefined, 'unknown-version'>>
  history(project: string): Promise<readonly PublishedVersion[]>
  /** Makes the draft a starter program, unless that would overwrite the team's own work. */
  startOver(
    project: string,
    input: StarterInput,
    author: string,
  ): Promise<Result<undefined, 'draft-in-the-way'>>
  /** Adds a signal that reads the event to the draft. */
  addSignal(
    project: string,
    event: { readonly name: string; readonly hasOutcome: boolean },
    author: string,
  ): Promise<Result<undefined, 'draft-unreadable'>>
  /** What is being written: the draft, else what is published. */
  draft(project: string): Promise<unknown>
}

const DRAFT = 'SELECT body FROM drafts WHERE project = $1'
const SAVE = `INSERT INTO drafts (project, body, at, author) VALUES ($1, $2, $3, $4)
  ON CONFLICT (project) DO UPDATE SET body = excluded.body, at = excluded.at, author = excluded.author`
const DROP = 'DELETE FROM drafts WHERE project = $1'
const HISTORY = `SELECT id, version, at, author, note FROM programs WHERE project = $1
  ORDER BY id DESC LIMIT 200`

/** The JSON Schema of programs, for editors. */
export const programJsonSchema = (): object => toJsonSchema(programSchema, { errorMode: 'ignore' })

/** `report run` → `report-run`; another name when the key is taken. */
const newKey = (name: string, taken: readonly unknown[]): string => {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
  const key = plain === '' ? 'event' : plain.replace(/-+$/, '')
  if (!taken.includes(key)) return key
  for (let n = 2; ; n++) if (!taken.includes(`${key}-${n}`)) return `${key}-${n}`
}

const stateOf = (draft: unknown, live: LiveProgram | undefined): ProgramState => {
  const parsed = parseProgram(draft)
  return {
    draft,
    problems: parsed.ok ? parsed.value.warnings : parsed.error,
    published:
      live === undefined
        ? null
        : { id: live.id, version: live.version, at: live.publishedAt, program: live.program },
    isChanged: !parsed.ok || programVersion(parsed.value.program) !== live?.version,
    paused: live?.paused ?? [],
    filling: (live?.filling ?? []).map(({ definition, done, total }) => ({
      signal: definition.key,
      done,
      total,
    })),
  }
}

export const createProgramRoom = ({ store, programs, now }: ProgramRoomPorts): ProgramRoom => {
  const draft = async (project: string): Promise<unknown> => {
    const [row] = await store.all(DRAFT, [project])
    return row === undefined ? ((await programs.live(project))?.program ?? null) : json(row, 'body')
  }
  const saveDraft = async (project: string, program: unknown, author: string): Promise<void> => {
    await store.run(SAVE, [project, JSON.stringify(program), now(), author])
  }
  return {
    draft,
    saveDraft,
    state: async project => stateOf(await draft(project), await programs.live(project)),
    publish: async (project, note, author) => {
      const published = await programs.publish(project, await draft(project), { author, note })
      if (!published.ok) return published
      await store.run(DROP, [project])
      return ok(undefined)
    },
    rollback: async (project, id, author) => {
      const published = await programs.rollback(project, id, author)
      return published.ok ? ok(undefined) : published
    },
    history: async project => {
      const rows = await store.all(HISTORY, [project])
      return rows.map((row, i) => ({
        id: text(row, 'id'),
        version: text(row, 'version'),
        at: integer(row, 'at'),
        by: text(row, 'author'),
        note: text(row, 'note'),
        isLive: i === 0,
      }))
    },
    startOver: async (project, input, author) => {
      if (!isReplaceable(await draft(project))) return err('draft-in-the-way' as const)
      await saveDraft(project, starterProgram(input), author)
      return ok(undefined)
    },
    addSignal: async (project, { name, hasOutcome }, author) => {
      const program = await draft(project)
      if (!isObject(program) || !Array.isArray(program.signals)) return err('draft-unreadable' as const)
      const taken = program.signals.map(one => (isObject(one) ? one.key : undefined))
      const signal = {
        key: newKey(name, taken),
        name: name.slice(0, 200),
        on: { event: name },
        // Read as `properties.outcome` where that is there; where it never came, the event says only that it happened.
        ...(hasOutcome ? {} : { outcome: 'none' }),
      }
      await saveDraft(project, { ...program, signals: [...program.signals, signal] }, author)
      return ok(undefined)
    },
  }
}
