import { CONTACT_LIMIT } from './craft.ts'
import type { Persona } from './kinds.ts'
import { DAY_MS, getStarted, onDay, type Scene, sitting, spread } from './scene.ts'

/** Able and at first value; then one night fills the list, `ago` days before the end. */
const fillUp = (scene: Scene, ago: number): void => {
  const { owner, craft, days, startAt } = scene
  getStarted(scene, owner, 7)
  for (const day of spread(3, 0.5, days - ago - 1)) sitting(scene, owner, day)
  for (const day of spread(4, 0.6, days - ago - 1)) craft.buildSegment(owner, onDay(scene, day))
  for (const day of spread(3, 1, days - ago - 1)) craft.addContacts(owner, onDay(scene, day), 20)
  craft.addContacts(owner, startAt + (days - ago) * DAY_MS, CONTACT_LIMIT)
}

const confused = (scene: Scene): void => {
  const { owner, craft, diary, talk, days, startAt, dice } = scene
  getStarted(scene, owner, 3)
  for (const day of spread(6, 0.5, days - 0.5)) {
    const at = onDay(scene, day)
    for (let n = 0; n < 2; n++) craft.sendCampaign(owner, at + n * 60_000, false)
    craft.automate(owner, at + 400_000, false)
  }
  const at = startAt + (days - 0.3) * DAY_MS
  for (const kind of ['failures', 'rage'])
    diary.track(owner, at, 'Struggle Noticed', { feature: 'automations', skill: 'automate', kind })
  diary.track(owner, at + 60_000, 'Help Asked', {
    feature: 'automations',
    message: dice.pick(['It does not save. What is wrong?', 'Nothing is sent. How does it start?']),
    help: `help-${owner.userId}`,
  })
  talk.newsletter(owner, onDay(scene, 1))
}

const silentWin = (scene: Scene): void => {
  const { owner, craft, days } = scene
  getStarted(scene, owner, 6)
  const day = Math.max(1, days * 0.5)
  const at = onDay(scene, day)
  for (let n = 0; n < 4; n++) {
    craft.sendCampaign(owner, at + n * 60_000)
    craft.readReport(owner, at + n * 60_000 + 30_000)
  }
}

const guidedOnly = (scene: Scene): void => {
  const owner = { ...scene.owner, isAssisted: true }
  getStarted(scene, owner, 7)
  for (const day of spread(7, 0.5, scene.days - 0.6)) sitting(scene, owner, day)
}

const lookedAfter = (scene: Scene): void => {
  const { owner, days, craft, diary, dice } = scene
  getStarted(scene, owner, 6)
  for (const day of spread(5, 0.5, days - 1)) sitting(scene, owner, day)
  const { groupId } = owner
  const browser = { anonymousId: `support-browser-${dice.whole(1, 2)}` }
  const staff = { ...browser, userId: 'support-1' }
  const at = onDay(scene, days * 0.5)
  // Support signs in as itself, then looks at the account under the owner’s name, in the same browser.
  diary.identify(staff, at, { name: 'Support', email: 'support@plume.example' })
  const asOwner = { ...browser, userId: owner.userId ?? '', isImpersonated: true }
  craft.connect(groupId === undefined ? asOwner : { ...asOwner, groupId }, at + 600_000)
}

const served = (scene: Scene): void => {
  const { owner, members, days } = scene
  getStarted(scene, owner, 6)
  const who = members[0] ?? owner
  for (const day of spread(6, 0.5, days - 0.6)) sitting(scene, who, day)
}

/** How each guard's case spends a trial. */
export const PERSONA_STORIES: Readonly<Record<Persona, (scene: Scene) => void>> = {
  spike: scene => fillUp(scene, 1),
  'spike-that-held': scene => fillUp(scene, 8),
  confused,
  'silent-win': silentWin,
  'guided-only': guidedOnly,
  'logged-in-as': lookedAfter,
  'multi-account': served,
}
