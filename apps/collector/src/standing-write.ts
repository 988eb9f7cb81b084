import { type JsonObject, type Transition, transitions } from '@fireball/core'
import type { Basis } from './basis.ts'
import { put } from './evidence-rows.ts'
import type { LiveProgram } from './program-store.ts'
import type { Standing } from './standing.ts'
import { offersOf, promptStatsOf } from './standing-rows.ts'
import { inSpace, type Space } from './store/akey.ts'
import { createBulk, inChunks, placesOf } from './store/bulk.ts'
import type { Queries, Row, Value } from './store/driver.ts'
import { integer, json, maybeInteger, text } from './store/row.ts'

const PUT_ACCOUNT = `INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate,
    is_complete, has_first_value, activation, last_active_at, body, version, computed_at, quadrant)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (akey) DO UPDATE SET stage = excluded.stage, urgency = excluded.urgency,
    raw_engagement = excluded.raw_engagement, is_of_one = excluded.is_of_one, search = excluded.search,
    rate = excluded.rate, is_complete = excluded.is_complete, has_first_value = excluded.has_first_value,
    activation = excluded.activation, last_active_at = excluded.last_active_at, body = excluded.body,
    version = excluded.version, computed_at = excluded.computed_at, quadrant = excluded.quadrant`
const DROP_ACCOUNT = 'DELETE FROM accounts WHERE akey = $1'
// Whoever evaluates an account holds its lease. Writing this first keeps everybody else out until the commit.
const DUE = 'UPDATE touched SET due_at = $3 WHERE akey = $1 AND lease = $2'
const WRITTEN = `SELECT kind, target, verdict, cycle, withdrawn_at, basis FROM qualifications WHERE akey = $1`
const QUALIFY = `INSERT INTO qualifications (akey, kind, target, verdict, cycle, id, at, version, body, basis)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
const WITHDRAW = `UPDATE qualifications SET withdrawn_at = $4
  WHERE akey = $1 AND kind = $2 AND target = $3 AND verdict = 'qualified' AND withdrawn_at IS NULL`
const POST = `INSERT INTO outbox (akey, id, space, topic, payload, at, due_at, attempts, leased_until)
  VALUES ($1, $2, $3, $4, $5, $6, $6, 0, 0)`
const OFFERED = `SELECT akey, prompt, expires_at FROM offers WHERE akey IN (${placesOf()}) AND account = $51`
const OFFER = `INSERT INTO offers (akey, prompt, account, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (akey, prompt) DO UPDATE SET account = excluded.account, expires_at = excluded.expires_at`
const UNOFFER = 'DELETE FROM offers WHERE akey = $1 AND prompt = $2'

const putStats = createBulk({
  head: `INSERT INTO prompt_stats (akey, prompt, space, eligible_at, shown_at, clicked_at, dismissed_at, goal_at) VALUES`,
  width: 8,
  key: ['akey', 'prompt'],
  tail: `ON CONFLICT (akey, prompt) DO UPDATE SET
    eligible_at = COALESCE(prompt_stats.eligible_at, excluded.eligible_at),
    shown_at = COALESCE(excluded.shown_at, prompt_stats.shown_at),
    clicked_at = COALESCE(excluded.clicked_at, prompt_stats.clicked_at),
    dismissed_at = COALESCE(excluded.dismissed_at, prompt_stats.dismissed_at),
    goal_at = CASE WHEN excluded.goal_at IS NULL THEN NULL ELSE COALESCE(prompt_stats.goal_at, excluded.goal_at) END`,
})

/** A user of two accounts may come twice in one statement: what the second would make of the first’s row. */
const laterStats = (a: readonly Value[], b: readonly Value[]): readonly Value[] => {
  const [akey = null, prompt = null, space = null, eligible = null, shown = null, clicked = null] = b
  const [dismissed = null, goal = null] = b.slice(6)
  const known = (place: number): Value => a[place] ?? null
  return [
    akey,
    prompt,
    space,
    known(3) ?? eligible,
    shown ?? known(4),
    clicked ?? known(5),
    dismissed ?? known(6),
    goal === null ? null : (known(7) ?? goal),
  ]
}

/** Offers are renewed while they hold, so that one which nobody renews any more ends by itself. */
const OFFER_MS = 7 * 86_400_000

/** One evaluation to be written. */
export interface Evaluation {
  readonly space: Space
  readonly live: LiveProgram
  readonly standing: Standing
  readonly now: number
  readonly newId: () => string
  /** Whose lease the account is under. */
  readonly lease: string
}

type Statement = readonly [sql: string, params: readonly Value[]]

const accountStatement = ({ space, live, standing, now }: Evaluation): Statement => {
  const { akey, row, activation, rawEngagement, isEmpty } = standing
  const key = inSpace(space, akey)
  // A visitor whom nobody knows is no account yet; what they do is kept, and counts once they are identified.
  if (isEmpty || akey.startsWith('a:')) return [DROP_ACCOUNT, [key]]
  return [
    PUT_ACCOUNT,
    [
      key,
      space,
      row.stage,
      row.urgency,
      Math.round(rawEngagement * 1000),
      Number(row.isOfOne),
      `${row.name} ${akey}`.toLowerCase(),
      Math.round(row.activation * 1_000_000),
      Number(activation?.isComplete ?? false),
      Number(activation?.hasFirstValue ?? false),
      activation === undefined ? null : JSON.stringify(activation),
      row.lastActiveAt,
      JSON.stringify(row),
      live.basis,
      now,
      standing.progress.quadrant,
    ],
  ]
}

const post = (
  { space, standing: { akey, row }, now, newId }: Evaluation,
  topic: string,
  data: JsonObject,
): Statement => {
  const payload = {
    type: topic,
    timestamp: new Date(now).toISOString(),
    data: { account: akey, name: row.name, ...data },
  }
  return [POST, [inSpace(space, akey), newId(), space, topic, JSON.stringify(payload), now]]
}

/** A transition that was written before. */
interface Written {
  readonly kind: string
  readonly target: string
  readonly verdict: string
  readonly cycle: number
  readonly isWithdrawn: boolean
  readonly basis: Basis | undefined
}

const toWritten = (row: Row): Written => ({
  kind: text(row, 'kind'),
  target: text(row, 'target'),
  verdict: text(row, 'verdict'),
  cycle: integer(row, 'cycle'),
  isWithdrawn: maybeInteger(row, 'withdrawn_at') !== null,
  basis: (json(row, 'basis') ?? undefined) as Basis | undefined,
})

const transitionStatements = (
  evaluation: Evaluation,
  transition: Transition,
  written: readonly Written[],
): readonly Statement[] => {
  const { space, standing, live, now, newId } = evaluation
  const key = inSpace(space, standing.akey)
  if (transition.kind === 'withdrawn') {
    const { kind, target } = transition.of
    return [
      [WITHDRAW, [key, kind, target, now]],
      post(evaluation, 'qualification.withdrawn', { kind, target }),
    ]
  }
  const { qualification } = transition
  const { kind, target, verdict } = qualification
  const cycle = written.reduce(
    (last, old) =>
      old.kind === kind && old.target === target && old.verdict === verdict
        ? Math.max(last, old.cycle)
        : last,
    0,
  )
  const id = newId()
  const body = JSON.stringify(qualification)
  const basis = JSON.stringify(standing.basisOf(qualification))
  return [
    [QUALIFY, [key, kind, target, verdict, cycle + 1, id, now, live.version, body, basis]],
    post(evaluation, `qualification.${transition.kind}`, {
      id,
      kind,
      target,
      version: live.version,
      user: qualification.user,
      ready: qualification.ready,
      reasons: qualification.reasons.map(one => one.say),
    }),
  ]
}

const allTransitions = (evaluation: Evaluation, all: readonly Written[]): readonly Statement[] => {
  const { standing } = evaluation
  const standingStill = all.filter(one => !one.isWithdrawn)
  const isStillTheirs = (kind: string, target: string): boolean =>
    standing.isStillTheirs(
      kind,
      target,
      standingStill.find(old => old.kind === kind && old.target === target && old.verdict === 'qualified')
        ?.basis,
    )
  return transitions(standingStill, standing.qualifications, isStillTheirs).flatMap(transition =>
    transitionStatements(evaluation, transition, all),
  )
}

/** When each prompt that is offered to a user through the account expires, by user and prompt. */
type Offered = ReadonlyMap<string, ReadonlyMap<string, number>>

const memberStatements = (
  { space, live, standing, now }: Evaluation,
  offered: Offered,
): { readonly statements: readonly Statement[]; readonly stats: readonly (readonly Value[])[] } => {
  const statements: Statement[] = []
  const stats: (readonly Value[])[] = []
  for (const member of standing.members) {
    const key = inSpace(space, member.user)
    const offers = offersOf(live, standing, member, now)
    const known = offered.get(key)
    for (const prompt of offers)
      if ((known?.get(prompt) ?? 0) < now + OFFER_MS / 2)
        statements.push([OFFER, [key, prompt, standing.akey, now + OFFER_MS]])
    for (const prompt of known?.keys() ?? [])
      if (!offers.includes(prompt)) statements.push([UNOFFER, [key, prompt]])
    for (const one of promptStatsOf(live, standing, member, offers, now))
      stats.push([
        key,
        one.prompt,
        space,
        one.isEligible ? now : null,
        one.shownAt,
        one.clickedAt,
        one.dismissedAt,
        one.isGoalReached ? now : null,
      ])
  }
  return { statements, stats }
}

const readOffered = async (queries: Queries, { space, standing }: Evaluation): Promise<Offered> => {
  const offered = new Map<string, Map<string, number>>()
  const chunks = inChunks(standing.members.map(({ user }) => inSpace(space, user)))
  const found = await Promise.all(chunks.map(chunk => queries.all(OFFERED, [...chunk, standing.akey])))
  for (const row of found.flat()) {
    const key = text(row, 'akey')
    offered.set(key, (offered.get(key) ?? new Map()).set(text(row, 'prompt'), integer(row, 'expires_at')))
  }
  return offered
}

/**
 * Writes evaluations in the transaction that is open: each account's row, each transition once, its offers and outbox
 * rows. An account whose lease was lost meanwhile is left to who holds it now. What is read is asked for together, and
 * so is what is written: while this transaction is open, every request waits for it.
 */
export const writeStandings = async (queries: Queries, evaluations: readonly Evaluation[]): Promise<void> => {
  const found = await Promise.all(
    evaluations.map(async evaluation => {
      const { space, standing, lease } = evaluation
      const key = inSpace(space, standing.akey)
      const [held, written, offered] = await Promise.all([
        queries.run(DUE, [key, lease, standing.dueAt]),
        queries.all(WRITTEN, [key]),
        readOffered(queries, evaluation),
      ])
      return { evaluation, isHeld: held > 0, written: written.map(toWritten), offered }
    }),
  )
  const statements: Statement[] = []
  const stats = new Map<string, readonly Value[]>()
  for (const { evaluation, isHeld, written, offered } of found) {
    if (!isHeld) continue
    const members = memberStatements(evaluation, offered)
    statements.push(
      accountStatement(evaluation),
      ...allTransitions(evaluation, written),
      ...members.statements,
    )
    for (const row of members.stats) put(stats, `${row[0]}\t${row[1]}`, row, laterStats)
  }
  await Promise.all([
    ...statements.map(([sql, params]) => queries.run(sql, params)),
    putStats.run(
      queries,
      [...stats].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    ),
  ])
}
