import { type Automation, obstacle } from './automation.ts'
import { type Call, done } from './call.ts'
import { countFitting, type Rule, sayRule } from './contact.ts'
import { PLANS, type PlanKey } from './plan.ts'
import { bestLink, betterOf, reportOf } from './report.ts'
import { contactLimit, reach, type Shop } from './shop.ts'

/** What a person does in Plume. */
export type Action =
  | { readonly kind: 'describe-shop'; readonly name: string; readonly address: string }
  | { readonly kind: 'add-contacts'; readonly source: 'list' | 'till' | 'form'; readonly count: number }
  | { readonly kind: 'choose-template'; readonly template: string }
  | { readonly kind: 'send-test'; readonly template: string; readonly subject: string }
  | {
      readonly kind: 'send-campaign'
      readonly subject: string
      readonly template: string
      readonly segment: string
    }
  | { readonly kind: 'build-segment'; readonly rule: Rule }
  | { readonly kind: 'answer-report'; readonly campaign: string; readonly link: string }
  | { readonly kind: 'compare'; readonly a: string; readonly b: string; readonly better: string }
  | { readonly kind: 'set-automation'; readonly automation: Automation }
  | { readonly kind: 'connect'; readonly integration: string }
  | { readonly kind: 'invite'; readonly email: string; readonly role: string }
  | { readonly kind: 'hit-lock'; readonly feature: string }
  | { readonly kind: 'choose-plan'; readonly plan: PlanKey }
  | { readonly kind: 'send-request'; readonly endpoint: string; readonly body: string }

/** What came of an action: the shop after it, what the app tells Fireball, and what it tells the person. */
export interface Performed {
  readonly shop: Shop
  readonly calls: readonly Call[]
  readonly tone: 'good' | 'bad' | 'plain'
  readonly said: string
}

const good = (shop: Shop, said: string, ...calls: readonly Call[]): Performed => ({
  shop,
  calls,
  said,
  tone: 'good',
})
const bad = (shop: Shop, said: string, ...calls: readonly Call[]): Performed => ({
  shop,
  calls,
  said,
  tone: 'bad',
})

const number = (value: number): string => value.toLocaleString('en-US')

const addContacts = (shop: Shop, source: string, count: number): Performed => {
  if (!(count > 0))
    return bad(shop, 'There is nobody in that list.', done('Contacts Added', 'failure', source))
  const limit = contactLimit(shop)
  const wanted = shop.contacts + shop.waiting + Math.floor(count)
  const contacts = Math.min(limit, wanted)
  const after = { ...shop, contacts, waiting: wanted - contacts }
  const calls: readonly Call[] = [
    done('Contacts Added', 'success', source, { source, count }),
    { kind: 'quota', feature: 'contacts', used: contacts, limit },
  ]
  return contacts < limit
    ? good(after, `${number(count)} people joined the list.`, ...calls)
    : bad(after, `The list is full at ${number(limit)}. ${number(after.waiting)} people wait.`, ...calls)
}

const sendCampaign = (
  shop: Shop,
  { subject, template, segment }: { subject: string; template: string; segment: string },
  at: number,
): Performed => {
  const recipients = reach(shop, segment)
  const id = `c${shop.campaigns.length + 1}`
  const facts = { segment, recipients }
  if (subject.trim() === '')
    return bad(shop, 'A newsletter needs a subject.', done('Campaign Sent', 'failure', template, facts))
  if (recipients === 0)
    return bad(
      shop,
      'Nobody would get it: the list is empty.',
      done('Campaign Sent', 'failure', template, facts),
    )
  const campaign = { id, subject: subject.trim(), template, segment, recipients, sentAt: at }
  return good(
    { ...shop, campaigns: [...shop.campaigns, campaign] },
    `Sent to ${number(recipients)} people.`,
    done('Campaign Sent', 'success', template, facts),
  )
}

const buildSegment = (shop: Shop, rule: Rule): Performed => {
  const size = countFitting(shop.contacts, rule)
  if (size === 0) return bad(shop, 'Nobody on the list fits.', done('Segment Built', 'failure', rule.field))
  const said = sayRule(rule)
  const key = `${rule.field}-${rule.value.trim().toLowerCase().replace(/\W+/g, '-')}`
  const segments = shop.segments.filter(one => one.key !== key)
  return good(
    { ...shop, segments: [...segments, { key, name: `People who ${said}`, rule }] },
    `${number(size)} people ${said}.`,
    done('Segment Built', 'success', rule.field, { size }),
  )
}

const answerReport = (shop: Shop, id: string, link: string): Performed => {
  const campaign = shop.campaigns.find(one => one.id === id)
  if (campaign === undefined) return bad(shop, 'There is no such report.')
  return bestLink(reportOf(campaign)) === link
    ? good(
        { ...shop, read: { ...shop.read, [id]: link } },
        `Right: “${link}” sold most. Write about that again.`,
        done('Report Read', 'success', id),
      )
    : bad(shop, `“${link}” was not it. Clicks are not orders.`, done('Report Read', 'failure', id))
}

const compare = (shop: Shop, first: string, second: string, better: string): Performed => {
  const a = shop.campaigns.find(one => one.id === first)
  const b = shop.campaigns.find(one => one.id === second)
  if (a === undefined || b === undefined || a === b) return bad(shop, 'Choose two different campaigns.')
  const context = [first, second].sort().join('+')
  return betterOf(a, b).id === better
    ? good(shop, 'Right, counted per email sent.', done('Reports Compared', 'success', context))
    : bad(
        shop,
        'Not quite: it went to more people, that is all.',
        done('Reports Compared', 'failure', context),
      )
}

const setAutomation = (shop: Shop, automation: Automation): Performed => {
  const { trigger, message } = automation
  const inTheWay = obstacle(automation, shop.integrations.includes('till'))
  return inTheWay === undefined
    ? good(
        { ...shop, automations: [...shop.automations.filter(one => one.trigger !== trigger), automation] },
        'It is on. Nothing more to do.',
        done('Automation Set Up', 'success', trigger, { message }),
      )
    : bad(shop, inTheWay, done('Automation Set Up', 'failure', trigger, { message }))
}

const sendRequest = (shop: Shop, endpoint: string, body: string): Performed =>
  body.includes('"to"')
    ? good(shop, '202 Accepted', done('API Request Sent', 'success', endpoint))
    : bad(shop, '422: the field "to" is missing.', done('API Request Sent', 'failure', endpoint))

/** What an action does to a shop, and what is said about it. Pure: `at` is when it happens, epoch ms. */
export const perform = (shop: Shop, action: Action, at: number): Performed => {
  switch (action.kind) {
    case 'describe-shop':
      return good({ ...shop, name: action.name, address: action.address }, 'Saved.', {
        kind: 'track',
        name: 'Shop Described',
        properties: {},
      })
    case 'add-contacts':
      return addContacts(shop, action.source, action.count)
    case 'choose-template':
      return good({ ...shop, template: action.template }, 'Chosen. It waits in the editor.', {
        kind: 'track',
        name: 'Template Chosen',
        properties: { context: action.template },
      })
    case 'send-test':
      return action.subject.trim() === ''
        ? bad(shop, 'A test needs a subject too.', done('Test Sent', 'failure', action.template))
        : good(shop, 'The test is in your inbox.', done('Test Sent', 'success', action.template))
    case 'send-campaign':
      return sendCampaign(shop, action, at)
    case 'build-segment':
      return buildSegment(shop, action.rule)
    case 'answer-report':
      return answerReport(shop, action.campaign, action.link)
    case 'compare':
      return compare(shop, action.a, action.b, action.better)
    case 'set-automation':
      return setAutomation(shop, action.automation)
    case 'connect':
      return good(
        { ...shop, integrations: [...new Set([...shop.integrations, action.integration])] },
        'Connected.',
        done('Integration Connected', 'success', action.integration),
      )
    case 'invite':
      return action.email.includes('@')
        ? good(
            { ...shop, team: [...shop.team, { email: action.email.trim(), role: action.role }] },
            'The invitation is on its way.',
            { kind: 'track', name: 'Invite Sent', properties: { role: action.role } },
          )
        : bad(shop, 'That is no e-mail address.')
    case 'hit-lock':
      return { shop, calls: [{ kind: 'lock', feature: action.feature }], tone: 'plain', said: '' }
    case 'choose-plan': {
      const limit = PLANS[action.plan].contacts
      const all = shop.contacts + shop.waiting
      const contacts = Math.min(limit, all)
      return good(
        { ...shop, plan: action.plan, contacts, waiting: all - contacts },
        `You are on ${PLANS[action.plan].name} now.`,
        { kind: 'plan', plan: action.plan },
        { kind: 'quota', feature: 'contacts', used: contacts, limit },
      )
    }
    case 'send-request':
      return sendRequest(shop, action.endpoint, action.body)
  }
}
