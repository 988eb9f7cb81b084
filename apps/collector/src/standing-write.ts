import type { JsonObject, LeadView, Transition } from '@fireball/core'
import { put } from './evidence-rows.ts'
import type { Evaluation } from './leads/evaluation.ts'
import { leadCells, leadStatements, lifeNews, touchCells, withoutLead } from './leads/lead-write.ts'
import { offersOf } from './leads/offers.ts'
import { rankOf } from './leads/rank.ts'
import { markOf } from './leads/recheck.ts'
import { promptStatsOf } from './standing-rows.ts'
import { inSpace } from './store/akey.ts'
import { createBulk, inChunks, placesOf } from './store/bulk.ts'
import type { Queries, Value } from './store/driver.ts'
import { integer, text } from './store/row.ts'

const PUT_ACCOUNT = `INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate,
    is_complete, has_first_value, activation, last_active_at, body, version, computed_at, quadrant, lead_type, life,
    p_close, deal, closes_at, trial_users, self_served, has_messages, touch, touch_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26)
  ON CONFLICT (akey) DO UPDATE SET stage = excluded.stage, urgency = excluded.urgency,
    raw_engagement = excluded.raw_engagement, is_of_one = excluded.is_of_one, search = excluded.search,
    rate = excluded.rate, is_complete = excluded.is_complete, has_first_value = excluded.has_first_value,
    activation = excluded.activation, last_active_at = excluded.last_active_at, body = excluded.body,
    version = excluded.version, computed_at = excluded.computed_at, quadrant = excluded.quadrant,
    lead_type = excluded.lead_type, life = excluded.life, p_close = excluded.p_close, deal = excluded.deal,
    closes_at = excluded.closes_at, trial_users = excluded.trial_users, self_served = excluded.self_served,
    has_messages = excluded.has_messages, touch = excluded.touch, touch_by = excluded.touch_by`
const DROP_ACCOUNT = 'DELETE FROM accounts WHERE akey = $1'
// Whoever evaluates an account holds its lease. Writing this first keeps everybody else out until the commit.
const DUE = 'UPDATE touched SET due_at = $3 WHERE akey = $1 AND lease = $2'
const QUALIFY = `INSERT INTO qualifications (akey, kind, target, verdict, cycle, id, at, version, body, basis, seen, checked)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
const WITHDRAW = `UPDATE qualifications SET withdrawn_at = $4
  WHERE akey = $1 AND kind = $2 AND target = $3 AND verdict = 'qualified' AND withdrawn_at IS NULL`
const WITHDRAW_ONE = `UPDATE qualifications SET withdrawn_at = $4
  WHERE akey = $1 AND kind = $2 AND target = $3 AND verdict = $5 AND cycle = $6 AND withdrawn_at IS NULL`
const CHECKED = `UPDATE qualifications SET checked = $6
  WHERE akey = $1 AND kind = $2 AND target = $3 AND verdict = $4 AND cycle = $5`
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

/** An index holds it, and an entry of one has a limit. */
const MAX_SEARCH = 300

/** So many of its people are looked at for what they were offered. */
const MAX_ASKED = 1000

type Statement = readonly [sql: string, params: readonly Value[]]

/** A visitor whom nobody knows is no account yet; what they do is kept, and counts once they are identified. */
const isListed = ({ standing: { akey, isEmpty } }: Evaluation): boolean => !isEmpty && !akey.startsWith('a:')

/** By what an account is found: its name, its id, and the names of its champions. */
const searchText = (name: string, akey: string, { engagement }: LeadView): string =>
  [name, akey, ...engagement.champions.map(one => one.name)].join(' ').toLowerCase().slice(0, MAX_SEARCH)

const accountStatement = (evaluation: Evaluation): Statement => {
  const { space, standing, assessment, basis, now } = evaluation
  const { akey, row, activation, engagement } = standing
  const key = inSpace(space, akey)
  if (!isListed(evaluation)) return [DROP_ACCOUNT, [key]]
  const { lead, selfServed, hasMessages } = assessment
  return [
    PUT_ACCOUNT,
    [
      key,
      space,
      row.stage,
      rankOf(row, lead),
      Math.round(engagement.raw * 1000),
      Number(row.isOfOne),
      searchText(row.name, akey, lead),
      Math.round(row.activation * 1_000_000),
      Number(activation?.isComplete ?? false),
      Number(activation?.hasFirstValue ?? false),
      activation === undefined ? null : JSON.stringify(activation),
      row.lastActiveAt,
      JSON.stringify({ ...row, lead }),
      basis,
      now,
      standing.progress.quadrant,
      ...leadCells(lead),
      selfServed.users,
      selfServed.selfServed,
      Number(hasMessages),
      ...touchCells(lead),
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

const transitionStatements = (evaluation: Evaluation, transition: Transition): readonly Statement[] => {
  const { space, standing, live, now, newId, history } = evaluation
  const key = inSpace(space, standing.akey)
  if (transition.kind === 'withdrawn') {
    const { kind, target, only } = transition.of
    return [
      only === undefined
        ? [WITHDRAW, [key, kind, target, now]]
        : [WITHDRAW_ONE, [key, kind, target, now, only.verdict, only.cycle]],
      post(evaluation, 'qualification.withdrawn', { kind, target, ...(only && { verdict: only.verdict }) }),
    ]
  }
  const { qualification } = transition
  const { kind, target, verdict } = qualification
  const cycle = history.qualifications.reduce(
    (last, old) =>
      old.kind === kind && old.target === target && old.verdict === verdict
        ? Math.max(last, old.cycle)
        : last,
    0,
  )
  const id = newId()
  const body = JSON.stringify(qualification)
  const basis = JSON.stringify(standing.basisOf(qualification))
  const seen = JSON.stringify(standing.seenOf(qualification))
  const mark = markOf(evaluation, standing.known.rows, now)
  return [
    [QUALIFY, [key, kind, target, verdict, cycle + 1, id, now, live.version, body, basis, seen, mark]],
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

/** Transitions, and what others are told of them. */
const allTransitions = (evaluation: Evaluation): readonly Statement[] => {
  const { assessment, space, standing, now } = evaluation
  return [
    ...assessment.changes.flatMap(transition => transitionStatements(evaluation, transition)),
    ...assessment.checked.map(
      ({ of, mark }): Statement => [
        CHECKED,
        [inSpace(space, standing.akey), of.kind, of.target, of.verdict, of.cycle, mark],
      ],
    ),
    ...(isListed(evaluation)
      ? [
          ...lifeNews(assessment, now).map(news => post(evaluation, 'lead.stage', news)),
          ...leadStatements(evaluation),
        ]
      : withoutLead(evaluation)),
  ]
}

/** When each prompt that is offered to a user through the account expires, by user and prompt. */
type Offered = ReadonlyMap<string, ReadonlyMap<string, number>>

const memberStatements = (
  evaluation: Evaluation,
  offered: Offered,
): { readonly statements: readonly Statement[]; readonly stats: readonly (readonly Value[])[] } => {
  const { space, live, standing, assessment, history, now } = evaluation
  const statements: Statement[] = []
  const stats: (readonly Value[])[] = []
  const verdicts = offersOf({ live, standing, assessment, history, now })
  const kept = new Map<string, readonly string[]>()
  const statsOf = promptStatsOf({ live, standing, assessment, now })
  for (const member of standing.members) {
    const key = inSpace(space, member.user)
    const offers = (verdicts.get(member.user) ?? []).flatMap(one => (one.isOffered ? one.prompt : []))
    kept.set(key, offers)
    const known = offered.get(key)
    for (const prompt of offers)
      if ((known?.get(prompt) ?? 0) < now + OFFER_MS / 2)
        statements.push([OFFER, [key, prompt, standing.akey, now + OFFER_MS]])
    for (const one of statsOf(member, offers))
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
  for (const [key, prompts] of offered)
    for (const prompt of prompts.keys())
      if (kept.get(key)?.includes(prompt) !== true) statements.push([UNOFFER, [key, prompt]])
  return { statements, stats }
}

/** Everybody to whom something may be offered through the account: members, and who was one. */
const everMembers = ({ standing, loaded }: Evaluation): readonly string[] =>
  [
    ...new Set([
      ...standing.members.map(one => one.user),
      ...(standing.akey.startsWith('g:') ? loaded.who.membersOf(standing.akey) : [standing.akey]),
    ]),
  ].slice(0, MAX_ASKED)

const readOffered = async (queries: Queries, evaluation: Evaluation): Promise<Offered> => {
  const { space, standing } = evaluation
  const offered = new Map<string, Map<string, number>>()
  const chunks = inChunks(everMembers(evaluation).map(user => inSpace(space, user)))
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
      const { space, standing, assessment, lease } = evaluation
      const key = inSpace(space, standing.akey)
      const [held, offered] = await Promise.all([
        queries.run(DUE, [key, lease, assessment.dueAt]),
        readOffered(queries, evaluation),
      ])
      return { evaluation, isHeld: held > 0, offered }
    }),
  )
  const statements: Statement[] = []
  const stats = new Map<string, readonly Value[]>()
  for (const { evaluation, isHeld, offered } of found) {
    if (!isHeld) continue
    const members = memberStatements(evaluation, offered)
    statements.push(accountStatement(evaluation), ...allTransitions(evaluation), ...members.statements)
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
