import type {
  AccountPage,
  Akey,
  ExplainedSkill,
  JsonObject,
  Program,
  Qualification,
  QualificationRecord,
  UserRow,
} from '@fireball/core'
import type { Assessor } from '../leads/assessor.ts'
import type { LiveProgram } from '../program-store.ts'
import type { MemberStanding, Standing } from '../standing.ts'
import { inSpace, type Space } from '../store/akey.ts'
import type { Driver, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { explainedSkill } from './explained-skill.ts'
import type { HelpRoom } from './help.ts'
import { timelineOf } from './timeline.ts'

/** What the account page needs. */
export interface AccountPagePorts {
  readonly store: Driver
  readonly assessor: Assessor
  readonly help: HelpRoom
  readonly now: () => number
}

const HISTORY = `SELECT id, at, version, body, withdrawn_at FROM qualifications WHERE akey = $1
  ORDER BY at DESC, id DESC LIMIT 100`
const KNOWN = 'SELECT akey FROM touched WHERE akey = $1'

const toRecord = (row: Row): QualificationRecord => {
  const withdrawnAt = maybeInteger(row, 'withdrawn_at')
  return {
    ...(json(row, 'body') as Qualification),
    id: text(row, 'id'),
    at: integer(row, 'at'),
    version: text(row, 'version'),
    ...(withdrawnAt === null ? {} : { withdrawnAt }),
  }
}

/** What somebody does themselves; the rest says who they are. */
const ACTS: readonly string[] = ['track', 'page', 'screen']

/** When somebody was last active: where no signal read anything of it, the last of what they did all the same. */
const lastActive = (known: number | null, timeline: AccountPage['timeline'], user?: string): number | null =>
  known ??
  timeline.find(one => ACTS.includes(one.type) && (user === undefined || one.user === user))?.at ??
  null

const toUser = ({ user, name, email, facts, progress, lastActiveAt }: MemberStanding): UserRow => ({
  user,
  name,
  ...(email === undefined ? {} : { email }),
  activation: Object.values(facts.activations)[0]?.rate ?? 0,
  skills: Object.values(facts.skills),
  progress,
  lastActiveAt,
})

const TRAIT = 'traits.'

const traitsOf = ({ known }: Standing): JsonObject =>
  Object.fromEntries(
    Object.entries(known.registers)
      .filter(([name]) => name.startsWith(TRAIT))
      .map(([name, value]) => [name.slice(TRAIT.length), value]),
  )

const activationOf = ({ checklists }: Program, { activation }: Standing): AccountPage['activation'] => {
  const checklist = checklists[0]
  return checklist === undefined || activation === undefined
    ? null
    : {
        ...activation,
        title: checklist.title,
        titles: Object.fromEntries(checklist.steps.map(({ key, title }) => [key, title])),
      }
}

const skillsOf = ({ skills }: Program, { progress }: Standing): AccountPage['skills'] =>
  skills.flatMap(({ key, name, requires }) => {
    const sum = progress.skills.find(one => one.key === key)
    return sum === undefined ? [] : [{ ...sum, name, requires: requires ?? [] }]
  })

/** Whether anything was ever heard of an account. */
export const isKnown = async (store: Driver, space: Space, akey: Akey): Promise<boolean> =>
  (await store.all(KNOWN, [inSpace(space, akey)])).length > 0

/** Where the ability of one of its users in one skill comes from; undefined when there is no such user or skill. */
export const explainMember = async (
  ports: Omit<AccountPagePorts, 'help'>,
  space: Space,
  akey: Akey,
  live: LiveProgram,
  { user, skill }: { readonly user: string; readonly skill: string },
): Promise<ExplainedSkill | undefined> => {
  const { standing } = await ports.assessor.assess(space, akey, live)
  const member = standing.members.find(one => one.user === user)
  return member && explainedSkill(live, member, skill, ports.now())
}

/** One account as it stands this instant, and what was written about it. Undefined when nothing is known of it. */
export const accountPage = async (
  ports: AccountPagePorts,
  space: Space,
  akey: Akey,
  live: LiveProgram,
): Promise<AccountPage | undefined> => {
  const { store, help } = ports
  const { loaded, standing, assessment } = await ports.assessor.assess(space, akey, live)
  if (standing.known.rows.length === 0 && !(await isKnown(store, space, akey))) return undefined
  const subjects = standing.members.flatMap(({ user }) => loaded.who.subjectsOf(user))
  const asked = await help.of(space, live, subjects)
  const timeline = await timelineOf(store, space, akey, loaded, live)
  return {
    row: {
      ...standing.row,
      lead: assessment.lead,
      lastActiveAt: lastActive(standing.row.lastActiveAt, timeline),
    },
    traits: traitsOf(standing),
    activation: activationOf(live.program, standing),
    skills: skillsOf(live.program, standing),
    users: standing.members
      .map(toUser)
      .map(one => ({ ...one, lastActiveAt: lastActive(one.lastActiveAt, timeline, one.user) })),
    now: standing.qualifications,
    history: (await store.all(HISTORY, [inSpace(space, akey)])).map(toRecord),
    help: asked.filter(item => item.akey === akey),
    timeline,
  }
}
