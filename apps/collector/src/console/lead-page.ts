import type { Akey, LeadPage, LeadType, Override } from '@fireball/core'
import type { Assessor } from '../leads/assessor.ts'
import { offersOf } from '../leads/offers.ts'
import type { LiveProgram } from '../program-store.ts'
import { inSpace, type Space } from '../store/akey.ts'
import type { Driver, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { isKnown } from './account-page.ts'

/** What the page of an account as a lead needs. */
export interface LeadPagePorts {
  readonly store: Driver
  readonly assessor: Assessor
}

const TYPES = 'SELECT at, body FROM lead_types WHERE akey = $1 ORDER BY at DESC, id DESC LIMIT 100'
const OVERRIDE = `SELECT at, author, p, model_p, reason FROM overrides WHERE akey = $1 ORDER BY id DESC LIMIT 1`

const MILLION = 1_000_000

const toType = (row: Row): LeadPage['types'][number] => {
  const { type, say } = json(row, 'body') as { readonly type: LeadType | null; readonly say: string }
  return { at: integer(row, 'at'), type, say }
}

const readOverride = async (
  store: Driver,
  space: Space,
  akey: Akey,
  { name, outcome }: Pick<Override, 'name' | 'outcome'>,
): Promise<Override | null> => {
  const [row] = await store.all(OVERRIDE, [inSpace(space, akey)])
  const p = row === undefined ? null : maybeInteger(row, 'p')
  return row === undefined || p === null
    ? null
    : {
        akey,
        name,
        p: p / MILLION,
        reason: text(row, 'reason'),
        by: text(row, 'author'),
        at: integer(row, 'at'),
        modelP: integer(row, 'model_p') / MILLION,
        outcome,
      }
}

/** One account as a lead, as it stands this instant, and what was written about it. Undefined when nothing is known of it. */
export const leadPage = async (
  { store, assessor }: LeadPagePorts,
  space: Space,
  akey: Akey,
  live: LiveProgram,
): Promise<LeadPage | undefined> => {
  const { standing, assessment, history, now } = await assessor.assess(space, akey, live)
  if (standing.known.rows.length === 0 && !(await isKnown(store, space, akey))) return undefined
  const { lead } = assessment
  const standingLives = history.lives.filter(one => one.withdrawnAt === undefined && one.cycle === lead.cycle)
  const ended = standingLives.find(one => one.stage === 'won' || one.stage === 'lost')?.stage
  const offers = [...offersOf({ live, standing, assessment, history, now }).values()].flat()
  return {
    lead,
    posteriors: await assessor.posteriors(space, live),
    life: [...history.lives].reverse().map(({ nth: _, ...record }) => record),
    types: (await store.all(TYPES, [inSpace(space, akey)])).map(toType),
    touches: history.touches,
    override: await readOverride(store, space, akey, {
      name: standing.row.name,
      outcome: ended === 'won' || ended === 'lost' ? ended : null,
    }),
    offers: offers.map(({ prompt, user, isOffered, code }) => ({ prompt, user, isOffered, code })),
  }
}
