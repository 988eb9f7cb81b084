import type { Akey, LeadPage, LeadType } from '@fireball/core'
import { horizonOf } from '../forecast/forecaster.ts'
import { createOverrides } from '../forecast/overrides.ts'
import type { Assessor } from '../leads/assessor.ts'
import { offersOf } from '../leads/offers.ts'
import { readTouches } from '../leads/touches.ts'
import type { LiveProgram } from '../program-store.ts'
import { inSpace, type Space } from '../store/akey.ts'
import type { Driver, Row } from '../store/driver.ts'
import { integer, json } from '../store/row.ts'
import { isKnown } from './account-page.ts'

/** What the page of an account as a lead needs. */
export interface LeadPagePorts {
  readonly store: Driver
  readonly assessor: Assessor
}

const TYPES = 'SELECT at, body FROM lead_types WHERE akey = $1 ORDER BY at DESC, id DESC LIMIT 100'
const toType = (row: Row): LeadPage['types'][number] => {
  const { type, say } = json(row, 'body') as { readonly type: LeadType | null; readonly say: string }
  return { at: integer(row, 'at'), type, say }
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
  const offers = [...offersOf({ live, standing, assessment, history, now }).values()].flat()
  return {
    lead,
    posteriors: await assessor.posteriors(space, live),
    life: [...history.lives].reverse().map(({ nth: _, ...record }) => record),
    types: (await store.all(TYPES, [inSpace(space, akey)])).map(toType),
    touches: await readTouches(store, space, akey),
    override: await createOverrides(store).ofAccount(space, akey, { horizonDays: horizonOf(live), now }),
    offers: offers.map(({ prompt, user, isOffered, code }) => ({ prompt, user, isOffered, code })),
  }
}
