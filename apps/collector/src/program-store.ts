import {
  type AbilityFit,
  type CompiledSignal,
  err,
  hash53,
  ok,
  type Problem,
  type Program,
  type PublicProgram,
  programVersion,
  publicProgram,
  type Result,
  type Signal,
  UNFITTED,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { idAfter } from './id-after.ts'
import { readFit } from './learning/fit-store.ts'
import type { Driver, Queries, Row } from './store/driver.ts'
import { integer, json, maybeInteger, text } from './store/row.ts'
import { compileTrusted, countedSignals, trustedSignals } from './trusted-signals.ts'

/** Progress of one signal whose evidence is being filled from the event log. */
export interface Fill {
  readonly signal: string
  readonly definition: Signal
  /** The definition that views read meanwhile; undefined when the signal's key is new. */
  readonly previous?: Signal
  /** Keys done, of how many. */
  readonly done: number
  readonly total: number
  readonly doneAkey: string
}

/** A program in force, made ready for each of its readers. */
export interface LiveProgram {
  readonly project: string
  /** Id of the publication. */
  readonly id: string
  readonly program: Program
  /** Content hash of the program. */
  readonly version: string
  readonly publishedAt: number
  readonly paused: readonly string[]
  readonly filling: readonly Fill[]
  /** What was learned about ability, as browsers get it too; `UNFITTED` while the starting values are in use. */
  readonly ability: AbilityFit
  /** Version told to browsers: it changes with pauses, with what was learned, and when a fill ends. */
  readonly serving: string
  /** What rows computed with it are marked with: it changes with what was learned and when a fill ends, not with pauses. */
  readonly basis: string
  readonly public: PublicProgram
  /** Signals as views read them: where one is being filled, its previous definition; `-` names one that had none. */
  readonly signals: readonly CompiledSignal[]
  /** Whether a condition compares with the time of day, so that any instant may change a result. */
  readonly readsClock: boolean
  /** Every definition that new events are counted under. */
  readonly counted: readonly CompiledSignal[]
  /** The last day whose events may be gone: what comes for it or for days before is refused. -1 for none. */
  readonly closedThrough: number
}

/** Who published, and why. */
export interface Publication {
  readonly author: string
  readonly note: string
}

/** Programs: published immutably, seen by every reader with its next answer. */
export interface ProgramStore {
  /** The program in force; at most a second old when another process published. Undefined for an unknown project. */
  live(project: string): Promise<LiveProgram | undefined>
  /** The same, as of the transaction that is open. */
  liveIn(queries: Queries, project: string): Promise<LiveProgram | undefined>
  /** Checks a draft and puts it in force; or everything that is wrong with it. */
  publish(project: string, draft: unknown, by: Publication): Promise<Result<LiveProgram, readonly Problem[]>>
  /** Publishes an older version again. */
  rollback(project: string, id: string, author: string): Promise<Result<LiveProgram, 'unknown-version'>>
  /** Holds a nudge or prompt back (`*`: all), or lets it go, without publishing. */
  setPaused(project: string, prompt: string, isPaused: boolean, author: string): Promise<void>
  /** Forgets what is remembered, when something else changed the stored state. */
  refresh(project: string): void
}

export interface ProgramStorePorts {
  readonly store: Driver
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
  /** Called after each publication or change of fills. */
  readonly onChange?: ((project: string) => void) | undefined
}

/** Held while something is counted under a project’s program, and alone while another one is published. */
export const programLock = (project: string): string => `program ${project}`

/** So old may the remembered program be, in case another process publishes. */
const REMEMBER_MS = 1000

const LATEST = `SELECT p.id, r.closed_through FROM programs p LEFT JOIN retention r ON r.project = p.project
  WHERE p.project = $1 ORDER BY p.id DESC LIMIT 1`
const ONE = 'SELECT id, version, at, body FROM programs WHERE project = $1 AND id = $2'
const PAUSES = 'SELECT prompt FROM pauses WHERE project = $1 ORDER BY prompt'
const FILLING = `SELECT signal, definition, previous, done, total, done_akey FROM fills
  WHERE project = $1 AND state = 'filling' ORDER BY signal`
const LEARNED = `SELECT f.body FROM learning l JOIN fits f ON f.project = l.project AND f.id = l.live
  WHERE l.project = $1`
const STATES = 'SELECT signal, state FROM fills WHERE project = $1'
const ADD = `INSERT INTO programs (project, id, version, at, author, note, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`
const COUNT_KEYS = 'SELECT COUNT(*) AS n FROM touched WHERE space IN ($1, $2)'
const SET_FILL = `INSERT INTO fills (project, signal, state, definition, previous, done, total, done_akey, exact_from)
  VALUES ($1, $2, $3, $4, $5, 0, $6, '', $7)
  ON CONFLICT (project, signal) DO UPDATE SET state = excluded.state, definition = excluded.definition,
    previous = excluded.previous, done = 0, total = excluded.total, done_akey = '', exact_from = excluded.exact_from`
const SET_STATE = 'UPDATE fills SET state = $3 WHERE project = $1 AND signal = $2'
const PAUSE = `INSERT INTO pauses (project, prompt, at, author) VALUES ($1, $2, $3, $4)
  ON CONFLICT (project, prompt) DO NOTHING`
const RESUME = 'DELETE FROM pauses WHERE project = $1 AND prompt = $2'

const toFill = (row: Row): Fill => {
  const previous = json(row, 'previous')
  return {
    signal: text(row, 'signal'),
    definition: json(row, 'definition') as Signal,
    ...(previous === null ? {} : { previous: previous as Signal }),
    done: integer(row, 'done'),
    total: integer(row, 'total'),
    doneAkey: text(row, 'done_akey'),
  }
}

const compileOne = (definition: Signal): CompiledSignal | undefined => compileTrusted([definition])[0]

/** A hash that no row of evidence has. */
const NOTHING = '-'

const unique = (signals: readonly CompiledSignal[]): readonly CompiledSignal[] => [
  ...new Map(signals.map(signal => [signal.hash, signal])).values(),
]

/** Puts a stored program together with its pauses and fills. */
export const toLive = (
  project: string,
  { id, program, at }: { readonly id: string; readonly program: Program; readonly at: number },
  paused: readonly string[],
  filling: readonly Fill[],
  ability: AbilityFit = UNFITTED,
  closedThrough = -1,
): LiveProgram => {
  const version = programVersion(program)
  const own = trustedSignals(program)
  const fillOf = new Map(filling.map(fill => [fill.signal, fill]))
  const asRead = (signal: CompiledSignal, missing: CompiledSignal): CompiledSignal => {
    const fill = fillOf.get(signal.hash)
    if (fill === undefined) return signal
    const previous = fill.previous && compileOne(fill.previous)
    return previous === undefined ? missing : { ...previous, key: signal.key }
  }
  const fillMark = filling.map(fill => fill.signal)
  const isFitted = ability.version !== UNFITTED.version
  const marks = [...fillMark, ...(isFitted ? [`ability ${ability.version}`] : [])]
  const serving = `${version}-${hash53(JSON.stringify([paused, marks]))}`
  const open = publicProgram(program, paused, isFitted ? ability : undefined)
  return {
    project,
    id,
    closedThrough,
    program,
    version,
    publishedAt: at,
    paused,
    filling,
    ability,
    serving,
    basis: marks.length === 0 ? version : `${version}~${hash53(marks.join())}`,
    readsClock: /"\$(ago|within)"/.test(JSON.stringify(program)),
    public: { ...open, version: serving, signals: open.signals.map(signal => asRead(signal, signal)) },
    signals: own.map(signal => asRead(signal, { ...signal, hash: NOTHING })),
    counted: unique([
      ...countedSignals(program),
      ...filling.flatMap(({ previous }) => (previous === undefined ? [] : compileTrusted([previous]))),
    ]),
  }
}

/** The newest publication, and what is closed; both may change under a reader's feet. */
interface Latest {
  readonly id: string
  readonly closedThrough: number
}

/** What a program in force was made of, and what it is: making it costs milliseconds, and mostly nothing has changed. */
export interface Made {
  readonly of: string
  readonly live: LiveProgram
}

const load = async (
  queries: Pick<Queries, 'all'>,
  project: string,
  { id, closedThrough }: Latest,
  before?: Made,
): Promise<Made | undefined> => {
  const [row] = await queries.all(ONE, [project, id])
  if (row === undefined) return undefined
  const paused = await queries.all(PAUSES, [project])
  const filling = await queries.all(FILLING, [project])
  const [learned] = await queries.all(LEARNED, [project])
  const of = JSON.stringify([project, id, closedThrough, paused, filling, learned])
  if (before?.of === of) return before
  const live = toLive(
    project,
    { id, program: json(row, 'body') as Program, at: integer(row, 'at') },
    paused.map(one => text(one, 'prompt')),
    filling.map(toFill),
    (learned && readFit(json(learned, 'body'))) ?? UNFITTED,
    closedThrough,
  )
  return { of, live }
}

const findLatest = async (queries: Pick<Queries, 'all'>, project: string): Promise<Latest | undefined> => {
  const [row] = await queries.all(LATEST, [project])
  return row === undefined
    ? undefined
    : { id: text(row, 'id'), closedThrough: maybeInteger(row, 'closed_through') ?? -1 }
}

/** Which signals start to be filled, and which are counted no longer, when a program follows another. */
const changeFills = async (
  queries: Queries,
  project: string,
  program: Program,
  before: LiveProgram | undefined,
): Promise<void> => {
  const states = new Map(
    (await queries.all(STATES, [project])).map(row => [text(row, 'signal'), text(row, 'state')]),
  )
  const [row] = await queries.all(COUNT_KEYS, [project, `${project}:test`])
  const total = row === undefined ? 0 : integer(row, 'n')
  const signals = unique(countedSignals(program))
  for (const { hash, key, definition } of signals) {
    const state = states.get(hash)
    if (state === 'complete' || state === 'filling') continue
    const read = before?.signals.find(one => one.key === key && one.hash !== NOTHING)
    const isFilled = total === 0
    await queries.run(SET_FILL, [
      project,
      hash,
      isFilled ? 'complete' : 'filling',
      JSON.stringify(definition),
      isFilled || read === undefined ? null : JSON.stringify(read.definition),
      total,
      before === undefined || before.closedThrough < 0 ? null : before.closedThrough + 1,
    ])
  }
  for (const [hash, state] of states)
    if (state !== 'stale' && !signals.some(signal => signal.hash === hash))
      await queries.run(SET_STATE, [project, hash, 'stale'])
}

export const createProgramStore = ({ store, now, newId, onChange }: ProgramStorePorts): ProgramStore => {
  const remembered = new Map<string, { readonly made: Made; readonly at: number }>()

  /** A clock that was set back makes nothing young again. */
  const isFresh = (at: number): boolean => Math.abs(now() - at) < REMEMBER_MS

  const remember = (made: Made): LiveProgram => {
    remembered.set(made.live.project, { made, at: now() })
    return made.live
  }

  const read = async (project: string): Promise<LiveProgram | undefined> => {
    const latest = await findLatest(store, project)
    const made = latest && (await load(store, project, latest, remembered.get(project)?.made))
    return made && remember(made)
  }

  const put = async (
    project: string,
    program: Program,
    { author, note }: Publication,
  ): Promise<LiveProgram> => {
    const made = await store.transaction(async queries => {
      await queries.hold(programLock(project), 'alone')
      const known = await findLatest(queries, project)
      const before = known === undefined ? undefined : await load(queries, project, known)
      const id = idAfter(newId(), known?.id)
      await changeFills(queries, project, program, before?.live)
      await queries.run(ADD, [
        project,
        id,
        programVersion(program),
        now(),
        author,
        note,
        JSON.stringify(program),
      ])
      return load(queries, project, { id, closedThrough: known?.closedThrough ?? -1 })
    })
    if (made === undefined) throw new Error(`The program of ${project} was not stored`)
    const live = remember(made)
    onChange?.(project)
    return live
  }

  return {
    live: async project => {
      const known = remembered.get(project)
      return known !== undefined && isFresh(known.at) ? known.made.live : read(project)
    },
    liveIn: async (queries, project) => {
      const latest = await findLatest(queries, project)
      const known = remembered.get(project)?.made.live
      if (latest === undefined || (known?.id === latest.id && known.closedThrough === latest.closedThrough))
        return known
      return (await load(queries, project, latest))?.live
    },
    publish: async (project, draft, by) => {
      const parsed = parseProgram(draft)
      return parsed.ok ? ok(await put(project, parsed.value.program, by)) : parsed
    },
    rollback: async (project, id, author) => {
      const [row] = await store.all(ONE, [project, id])
      if (row === undefined) return err('unknown-version' as const)
      const when = new Date(integer(row, 'at')).toISOString().slice(0, 16).replace('T', ' ')
      return ok(
        await put(project, json(row, 'body') as Program, {
          author,
          note: `Back to the version of ${when} UTC`,
        }),
      )
    },
    setPaused: async (project, prompt, isPaused, author) => {
      await (isPaused
        ? store.run(PAUSE, [project, prompt, now(), author])
        : store.run(RESUME, [project, prompt]))
      await read(project)
      onChange?.(project)
    },
    refresh: project => {
      const known = remembered.get(project)
      if (known !== undefined) remembered.set(project, { made: known.made, at: Number.NEGATIVE_INFINITY })
    },
  }
}
