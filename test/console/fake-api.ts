import {
  type AccountRow,
  err,
  type HelpItem,
  type LearningState,
  ok,
  type Program,
  type ProgramState,
  type PromptStats,
  type PublishedVersion,
  programVersion,
  type Quadrant,
  type RecentEvents,
  type Result,
  type Session,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import type { Answer, Api, Failure, ProjectApi } from '../../apps/console/src/api.ts'
import { createFakeDestinations } from './fake-destinations.ts'
import { createFakeLeads } from './fake-leads.ts'
import { createFakeKeys, createFakeTeam } from './fake-team.ts'
import { SAMPLE_HELP, sampleExplained, samplePage, sampleRows } from './sample-accounts.ts'
import { SAMPLE_SEGMENTS } from './sample-leads.ts'
import { SAMPLE_LEARNING, SAMPLE_TOO_LITTLE } from './sample-learning.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'
import { SAMPLE_PROGRAM } from './sample-program.ts'

/** What the fake collector starts with. */
export interface FakeOptions {
  readonly accounts?: number
  readonly role?: Session['role']
  /** Nothing there yet: no account, no event, an empty program. */
  readonly isEmpty?: boolean
  readonly isSignedIn?: boolean
  /** Where learning stands; without it, a fit is in use, or nothing was learned in an empty project. */
  readonly learning?: LearningState
}

/** The token that signs in, once. */
export const FAKE_TOKEN = 'let-me-in'

const EMPTY: Program = {
  format: 1,
  name: 'Your app',
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
}

const NOTHING_LEARNED: LearningState = {
  ...SAMPLE_TOO_LITTLE,
  report: null,
}

const arrived = (i: number): RecentEvents['events'][number] =>
  i % 4 === 3
    ? {
        kind: 'refused',
        receivedAt: SAMPLE_NOW + i * 1000,
        error: {
          code: 'bad-name',
          path: 'event',
          expected: '1–255 characters, none of them a control character',
          got: '42',
        },
      }
    : {
        kind: 'accepted',
        at: SAMPLE_NOW + i * 1000,
        receivedAt: SAMPLE_NOW + i * 1000,
        type: i === 0 ? 'identify' : 'track',
        name: i === 0 ? '' : i % 4 === 1 ? 'Campaign Sent' : 'Invoice Exported',
        user: 'user-42',
        account: 'account-7',
        signals: i % 4 === 1 ? ['campaign-sent'] : [],
        warnings: i % 4 === 2 ? ['clock-ahead'] : [],
        properties: { outcome: 'success', context: `campaign-${i}` },
      }

const SORTS: Readonly<Record<string, (a: AccountRow, b: AccountRow) => number>> = {
  chance: (a, b) => (a.lead?.propensity.p ?? 0) - (b.lead?.propensity.p ?? 0),
  value: (a, b) => (a.lead?.deal ?? 0) - (b.lead?.deal ?? 0),
  engagement: (a, b) => a.engagement - b.engagement,
}

const createFakeProject = (options: FakeOptions): ProjectApi => {
  const rows = options.isEmpty ? [] : sampleRows(options.accounts ?? 120)
  let draft: unknown = options.isEmpty ? EMPTY : SAMPLE_PROGRAM
  let live: Program = options.isEmpty ? EMPTY : SAMPLE_PROGRAM
  let help: readonly HelpItem[] = options.isEmpty ? [] : SAMPLE_HELP
  let paused: readonly string[] = []
  let unmatched = options.isEmpty ? [] : ['Invoice Exported', 'Theme Changed']
  let history: readonly PublishedVersion[] = [
    {
      id: 'v2',
      version: programVersion(live),
      at: SAMPLE_NOW - 3_600_000,
      by: 'admin',
      note: 'Shorter words for the list limit',
      isLive: true,
    },
    { id: 'v1', version: 'k3j2h1', at: SAMPLE_NOW - 9 * 86_400_000, by: 'admin', note: '', isLive: false },
  ]
  let arrivals = 0
  let learning: LearningState = options.learning ?? (options.isEmpty ? NOTHING_LEARNED : SAMPLE_LEARNING)

  const state = (): ProgramState => {
    const parsed = parseProgram(draft)
    return {
      draft,
      paused,
      problems: parsed.ok ? parsed.value.warnings : parsed.error,
      published: {
        id: history[0]?.id ?? '',
        version: programVersion(live),
        at: history[0]?.at ?? 0,
        program: live,
      },
      isChanged: JSON.stringify(draft) !== JSON.stringify(live),
      filling: [],
    }
  }
  const good = async (): Answer<ProgramState> => ok(state())
  const goLive = (program: Program, note: string): void => {
    live = program
    draft = program
    const version = {
      id: `v${history.length + 1}`,
      version: programVersion(program),
      at: SAMPLE_NOW,
      by: options.role ?? 'admin',
      note,
      isLive: true,
    }
    history = [version, ...history.map(one => ({ ...one, isLive: false }))]
  }
  const stats = (): readonly PromptStats[] =>
    [...live.prompts, ...live.nudges].map((one, i) => ({
      key: one.key,
      kind: 'kind' in one ? one.kind : 'nudge',
      title: 'ready' in one ? one.ready.title : one.text.title,
      metric: one.metric,
      isEnabled: one.enabled !== false,
      isPaused: paused.includes(one.key) || paused.includes('*'),
      eligible: i === 4 ? 0 : 1840 - i * 310,
      shown: i === 4 ? 0 : 1204 - i * 220,
      clicked: i === 4 ? 0 : 388 - i * 60,
      dismissed: i === 4 ? 0 : 210 - i * 20,
      goalReached: i === 4 ? 0 : 142 - i * 25,
    }))
  const touchOf = ({ lead }: AccountRow): string | undefined =>
    lead?.touch.heldUntil === undefined ? lead?.touch.state : 'held'
  const fits = (row: AccountRow, q: string): boolean =>
    `${row.name} ${row.akey}`.toLowerCase().includes(q.toLowerCase())

  return {
    ...createFakeKeys(),
    ...createFakeDestinations(options.isEmpty ?? false),
    ...createFakeLeads({
      isEmpty: options.isEmpty ?? false,
      by: options.role ?? 'admin',
      leadOf(akey) {
        const row = rows.find(one => one.akey === akey)
        return row === undefined || row.lead === null ? undefined : { name: row.name, lead: row.lead }
      },
    }),
    async accounts({ stage, quadrant, type, life, segment, touch, sort, q = '', ofOne, offset, limit }) {
      const shown = rows.filter(row => ofOne !== 'hide' || !row.isOfOne)
      const isIn = (row: AccountRow): boolean =>
        (quadrant === undefined || row.ability?.quadrant === quadrant) &&
        (type === undefined || row.lead?.type.type === type) &&
        (life === undefined || row.lead?.stage === life) &&
        (touch === undefined || touchOf(row) === touch) &&
        (segment === undefined || row.lead?.segments.includes(segment) === true)
      const narrowed = shown.filter(
        row => (stage === undefined || row.stage === stage) && isIn(row) && fits(row, q),
      )
      const found = sort === undefined ? narrowed : narrowed.toSorted((a, b) => SORTS[sort]?.(b, a) ?? 0)
      const counted = (of: (row: AccountRow) => string | null | undefined) => {
        const counts = new Map<string, number>()
        for (const row of shown) {
          const key = of(row)
          if (key != null) counts.set(key, (counts.get(key) ?? 0) + 1)
        }
        return Object.fromEntries(counts)
      }
      const countIn = (at: Quadrant): number =>
        shown.filter(row => row.ability?.quadrant === at && (stage === undefined || row.stage === stage))
          .length
      const countAt = (at: AccountRow['stage']): number =>
        shown.filter(row => row.stage === at && isIn(row)).length
      const share = (of: (row: AccountRow) => boolean): number =>
        shown.length === 0 ? 0 : shown.filter(of).length / shown.length
      return ok({
        accounts: found.slice(offset, offset + limit),
        total: found.length,
        stages: {
          pql: countAt('pql'),
          'first-value': countAt('first-value'),
          activating: countAt('activating'),
          'signed-up': countAt('signed-up'),
        },
        quadrants: {
          'throwing-fireballs': countIn('throwing-fireballs'),
          'silent-win': countIn('silent-win'),
          'spinning-wheels': countIn('spinning-wheels'),
          'not-started': countIn('not-started'),
        },
        types: counted(row => row.lead?.type.type),
        lives: counted(row => row.lead?.stage),
        segments: SAMPLE_SEGMENTS.map(one => ({
          ...one,
          accounts: shown.filter(row => row.lead?.segments.includes(one.key)).length,
        })),
        ofOne: rows.filter(row => row.isOfOne).length,
        touches: counted(touchOf),
        heldPqls: shown.filter(row => row.stage === 'pql' && touchOf(row) === 'held').length,
        computedAt: rows.length === 0 ? null : SAMPLE_NOW - 40_000,
        pending: rows.length === 0 ? 0 : 3,
        product: {
          rate: rows.length === 0 ? 0 : 0.38,
          complete: share(row => row.activation === 1),
          firstValue: share(row => row.activation >= 0.6),
          accounts: shown.length,
        },
        version: programVersion(live),
      })
    },
    async account(akey) {
      const row = rows.find(one => one.akey === akey)
      return row === undefined
        ? err({ code: 'no-such-account', message: `Nothing is known of “${akey}”.` })
        : ok({ ...samplePage(row), help: help.filter(one => one.akey === akey) })
    },
    async explain(_, user, skill) {
      const found = sampleExplained(user, skill)
      return found === undefined
        ? err({ code: 'no-such-skill', message: 'There is no such user or skill in this account.' })
        : ok(found)
    },
    help: async () => ok({ items: help, open: help.filter(one => one.state !== 'answered').length }),
    async answerHelp(id, change) {
      const item = help.find(one => one.id === id)
      if (item === undefined) return err({ code: 'no-such-request', message: 'There is no such request.' })
      const at = change.state === 'answered' ? { answeredAt: SAMPLE_NOW } : { seenAt: SAMPLE_NOW }
      const next = { ...item, ...change, ...at }
      help = help.map(one => (one.id === id ? next : one))
      return ok(next)
    },
    program: good,
    async saveDraft(program) {
      draft = program
      return good()
    },
    history: async () => ok(history),
    async publish(note) {
      const parsed = parseProgram(draft)
      if (!parsed.ok)
        return err({ code: 'has-errors', message: 'The draft has errors.', problems: parsed.error })
      goLive(parsed.value.program, note)
      return good()
    },
    async rollBack(id) {
      const to = history.find(one => one.id === id)
      if (to === undefined) return err({ code: 'no-such-version', message: 'There is no such version.' })
      goLive(SAMPLE_PROGRAM, `Back to ${to.version}`)
      return good()
    },
    async starter({ product }) {
      draft = { ...SAMPLE_PROGRAM, name: product }
      return good()
    },
    prompts: async () => ok(stats()),
    async pause(key, isPaused) {
      paused = [...paused.filter(one => one !== key), ...(isPaused ? [key] : [])]
      return ok(stats())
    },
    async recentEvents(after) {
      const isFirst = after === undefined
      const count = options.isEmpty ? 0 : isFirst ? 7 : 1
      const events = Array.from({ length: count }, () => arrived(arrivals++))
      const refused = Math.floor(arrivals / 4)
      return ok({
        events,
        cursor: `${arrivals}`,
        counts: {
          accepted: arrivals - refused,
          refused: options.isEmpty ? {} : { 'bad-name': refused, 'unknown-key': 3 },
          warnings: options.isEmpty
            ? {}
            : { 'clock-ahead': Math.floor((arrivals + 1) / 4), 'clock-corrected': 41 },
        },
      })
    },
    unmatched: async () =>
      ok(
        unmatched.map((name, i) => ({
          name,
          count: 12 - i * 11,
          lastAt: SAMPLE_NOW - i * 86_400_000,
          hasOutcome: i === 0,
          hasContext: i === 0,
        })),
      ),
    learning: async () => ok(learning),
    async useFit(id) {
      const live = learning.fits.find(one => one.id === id) ?? null
      learning = {
        ...learning,
        live: live === null ? null : { ...live, state: 'live' },
        liveSince: SAMPLE_NOW,
        isHeld: true,
        fits: learning.fits.map(one => ({
          ...one,
          state: one.id === id ? 'live' : one.state === 'live' ? 'superseded' : one.state,
        })),
        decisions: [
          {
            id: `d${learning.decisions.length + 1}`,
            at: SAMPLE_NOW,
            by: options.role ?? 'admin',
            kind: 'back',
            fit: id,
            say: `Put ${live === null ? 'the starting values' : 'the fit'} in use; new fits wait.`,
          },
          ...learning.decisions,
        ],
      }
      return ok(learning)
    },
    async resumeLearning() {
      learning = { ...learning, isHeld: false }
      return ok(learning)
    },
    async learnNow() {
      learning = { ...learning, running: { stage: 'reading', done: 420, total: 1200 } }
      return ok(learning)
    },
    async makeSignal(name) {
      unmatched = unmatched.filter(one => one !== name)
      const program = draft as Program
      const key = name.toLowerCase().replaceAll(' ', '-')
      draft = { ...program, signals: [...program.signals, { key, name, on: { event: name } }] }
      return good()
    },
  }
}

/** A collector's console API in memory: it keeps what it is told, and its clock stands still. */
export const createFakeApi = (options: FakeOptions = {}): Api => {
  let isSignedIn = options.isSignedIn ?? true
  let token: string | undefined = FAKE_TOKEN
  const projects = new Map<string, ProjectApi>()
  const signedOut: Result<never, Failure> = err({ code: 'signed-out', message: 'Sign in first.' })
  return {
    ...createFakeTeam(),
    async session() {
      return isSignedIn
        ? ok({
            role: options.role ?? 'admin',
            member: null,
            origin: 'https://collector.example.com',
            projects: [
              { id: 'demo', name: 'Demo', key: 'pk_test_demo', isDemo: true },
              { id: 'app', name: 'Your app', key: 'pk_live_4f9a', isDemo: false },
            ],
          })
        : signedOut
    },
    async signIn(given) {
      if (given !== token)
        return err({ code: 'bad-token', message: 'The link is unknown, too old, or was used before.' })
      token = undefined
      isSignedIn = true
      return ok({})
    },
    async signOut() {
      isSignedIn = false
      return ok({})
    },
    project(id) {
      const project =
        projects.get(id) ?? createFakeProject({ ...options, isEmpty: options.isEmpty ?? id === 'app' })
      projects.set(id, project)
      return project
    },
  }
}
