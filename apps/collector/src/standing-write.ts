import { type JsonObject, type Transition, transitions } from '@fireball/core'
import type { Basis } from './basis.ts'
import type { LiveProgram } from './program-store.ts'
import type { Standing } from './standing.ts'
import { offersOf, promptStatsOf } from './standing-rows.ts'
import { inSpace, type Space } from './store/akey.ts'
import { createBulk } from './store/bulk.ts'
import type { Queries } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

const PUT_ACCOUNT = `INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate,
    is_complete, has_first_value, activation, last_active_at, body, version, computed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  ON CONFLICT (akey) DO UPDATE SET stage = excluded.stage, urgency = excluded.urgency,
    raw_engagement = excluded.raw_engagement, is_of_one = excluded.is_of_one, search = excluded.search,
    rate = excluded.rate, is_complete = excluded.is_complete, has_first_value = excluded.has_first_value,
    activation = excluded.activation, last_active_at = excluded.last_active_at, body = excluded.body,
    version = excluded.version, computed_at = excluded.computed_at`
const DROP_ACCOUNT = 'DELETE FROM accounts WHERE akey = $1'
const DUE = `INSERT INTO touched (akey, space, touched, evaluated, due_at, leased_until)
  VALUES ($1, $2, 0, 0, $3, 0) ON CONFLICT (akey) DO UPDATE SET due_at = excluded.due_at`
const WRITTEN = `SELECT kind, target, verdict, basis FROM qualifications WHERE akey = $1 AND withdrawn_at IS NULL`
const LAST_CYCLE = `SELECT COALESCE(MAX(cycle), 0) AS cycle FROM qualifications
  WHERE akey = $1 AND kind = $2 AND target = $3 AND verdict = $4`
const QUALIFY = `INSERT INTO qualifications (akey, kind, target, verdict, cycle, id, at, version, body, basis)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (akey, kind, target, verdict, cycle) DO NOTHING`
const WITHDRAW = `UPDATE qualifications SET withdrawn_at = $4
  WHERE akey = $1 AND kind = $2 AND target = $3 AND verdict = 'qualified' AND withdrawn_at IS NULL`
const POST = `INSERT INTO outbox (akey, id, space, topic, payload, at, due_at, attempts, leased_until)
  VALUES ($1, $2, $3, $4, $5, $6, $6, 0, 0)`
const OFFERED = 'SELECT prompt, expires_at FROM offers WHERE akey = $1 AND account = $2'
const OFFER = `INSERT INTO offers (akey, prompt, account, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (akey, prompt) DO UPDATE SET account = excluded.account, expires_at = excluded.expires_at`
const UNOFFER = 'DELETE FROM offers WHERE akey = $1 AND prompt = $2'

const putStats = createBulk(
  `INSERT INTO prompt_stats (akey, prompt, space, eligible_at, shown_at, clicked_at, dismissed_at, goal_at) VALUES`,
  8,
  `ON CONFLICT (akey, prompt) DO UPDATE SET
    eligible_at = COALESCE(prompt_stats.eligible_at, excluded.eligible_at),
    shown_at = COALESCE(excluded.shown_at, prompt_stats.shown_at),
    clicked_at = COALESCE(excluded.clicked_at, prompt_stats.clicked_at),
    dismissed_at = COALESCE(excluded.dismissed_at, prompt_stats.dismissed_at),
    goal_at = CASE WHEN excluded.goal_at IS NULL THEN NULL ELSE COALESCE(prompt_stats.goal_at, excluded.goal_at) END`,
)

/** Offers are renewed while they hold, so that one which nobody renews any more ends by itself. */
const OFFER_MS = 7 * 86_400_000

/** One evaluation to be written. */
export interface Evaluation {
  readonly space: Space
  readonly live: LiveProgram
  readonly standing: Standing
  readonly now: number
  readonly newId: () => string
}

const writeRow = async (queries: Queries, { space, live, standing, now }: Evaluation): Promise<void> => {
  const { akey, row, activation, rawEngagement, isEmpty, dueAt } = standing
  const key = inSpace(space, akey)
  await queries.run(DUE, [key, space, dueAt])
  // A visitor whom nobody knows is no account yet; what they do is kept, and counts once they are identified.
  if (isEmpty || akey.startsWith('a:')) {
    await queries.run(DROP_ACCOUNT, [key])
    return
  }
  await queries.run(PUT_ACCOUNT, [
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
  ])
}

const post = async (
  queries: Queries,
  { space, standing, now, newId }: Evaluation,
  topic: string,
  data: JsonObject,
): Promise<void> => {
  const { akey, row } = standing
  const payload = {
    type: topic,
    timestamp: new Date(now).toISOString(),
    data: { account: akey, name: row.name, ...data },
  }
  await queries.run(POST, [inSpace(space, akey), newId(), space, topic, JSON.stringify(payload), now])
}

const writeTransition = async (
  queries: Queries,
  evaluation: Evaluation,
  transition: Transition,
): Promise<void> => {
  const { space, standing, live, now, newId } = evaluation
  const key = inSpace(space, standing.akey)
  if (transition.kind === 'withdrawn') {
    const { kind, target } = transition.of
    const changed = await queries.run(WITHDRAW, [key, kind, target, now])
    if (changed > 0) await post(queries, evaluation, 'qualification.withdrawn', { kind, target })
    return
  }
  const { qualification } = transition
  const { kind, target, verdict } = qualification
  const [row] = await queries.all(LAST_CYCLE, [key, kind, target, verdict])
  const cycle = (row === undefined ? 0 : integer(row, 'cycle')) + 1
  const id = newId()
  const body = JSON.stringify(qualification)
  const basis = JSON.stringify(standing.basisOf(qualification))
  const written = await queries.run(QUALIFY, [
    key,
    kind,
    target,
    verdict,
    cycle,
    id,
    now,
    live.version,
    body,
    basis,
  ])
  if (written > 0)
    await post(queries, evaluation, `qualification.${transition.kind}`, {
      id,
      kind,
      target,
      version: live.version,
      user: qualification.user,
      ready: qualification.ready,
      reasons: qualification.reasons.map(one => one.say),
    })
}

const writeMembers = async (queries: Queries, { space, live, standing, now }: Evaluation): Promise<void> => {
  const stats: (readonly (string | number | null)[])[] = []
  for (const member of standing.members) {
    const key = inSpace(space, member.user)
    const offers = offersOf(live, standing, member, now)
    const known = new Map(
      (await queries.all(OFFERED, [key, standing.akey])).map(row => [
        text(row, 'prompt'),
        integer(row, 'expires_at'),
      ]),
    )
    for (const prompt of offers)
      if ((known.get(prompt) ?? 0) < now + OFFER_MS / 2)
        await queries.run(OFFER, [key, prompt, standing.akey, now + OFFER_MS])
    for (const prompt of known.keys()) if (!offers.includes(prompt)) await queries.run(UNOFFER, [key, prompt])
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
  await putStats.run(
    queries,
    stats.sort((a, b) => (`${a[0]}\t${a[1]}` < `${b[0]}\t${b[1]}` ? -1 : 1)),
  )
}

/** Writes one evaluation in the transaction that is open: the row, each transition once, its offers and outbox rows. */
export const writeStanding = async (queries: Queries, evaluation: Evaluation): Promise<void> => {
  const { space, standing } = evaluation
  await writeRow(queries, evaluation)
  const written = (await queries.all(WRITTEN, [inSpace(space, standing.akey)])).map(row => ({
    kind: text(row, 'kind'),
    target: text(row, 'target'),
    verdict: text(row, 'verdict'),
    basis: (json(row, 'basis') ?? undefined) as Basis | undefined,
  }))
  const isStillTheirs = (kind: string, target: string): boolean =>
    standing.isStillTheirs(
      kind,
      target,
      written.find(old => old.kind === kind && old.target === target && old.verdict === 'qualified')?.basis,
    )
  for (const transition of transitions(written, standing.qualifications, isStillTheirs))
    await writeTransition(queries, evaluation, transition)
  await writeMembers(queries, evaluation)
}
