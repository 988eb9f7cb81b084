import type { Program } from '@fireball/core'

const at = (key: string, name: string, event: string) => ({ key, name, on: { event } })
const happened = (key: string) => ({ [`events.${key}.count`]: { $gte: 1 } })

/** A program of a mailing product, with every kind of prompt. */
export const SAMPLE_PROGRAM: Program = {
  format: 1,
  name: 'Mailing',
  signals: [
    at('contacts-added', 'Contacts added', 'Contacts Added'),
    at('campaign-sent', 'Campaign sent', 'Campaign Sent'),
    at('report-read', 'Report read', 'Report Read'),
    at('segment-built', 'Segment built', 'Segment Built'),
    at('flow-run', 'Automation run', 'Automation Run'),
    at('api-called', 'API called', 'API Called'),
  ],
  checklists: [
    {
      key: 'start',
      title: 'First newsletter',
      steps: [
        { key: 'contacts', title: 'Bring your contacts', done: happened('contacts-added') },
        {
          key: 'send',
          title: 'Send a campaign',
          done: happened('campaign-sent'),
          requires: ['contacts'],
          skill: 'send',
        },
        {
          key: 'read',
          title: 'Find out what sold',
          done: happened('report-read'),
          requires: ['send'],
          firstValue: true,
        },
        { key: 'segment', title: 'Build a segment', done: happened('segment-built') },
        {
          key: 'automate',
          title: 'Let a message leave by itself',
          done: happened('flow-run'),
          requires: ['segment'],
        },
      ],
    },
  ],
  skills: [
    {
      key: 'send',
      name: 'Send a campaign',
      why: 'One newsletter fills a slow Tuesday.',
      shownBy: ['campaign-sent'],
    },
    {
      key: 'read',
      name: 'Read a report',
      why: 'You learn what to write next.',
      shownBy: ['report-read'],
      requires: ['send'],
    },
    {
      key: 'segment',
      name: 'Segment an audience',
      why: 'The right people get the right words.',
      shownBy: ['segment-built'],
      requires: ['send'],
    },
    {
      key: 'automate',
      name: 'Automate a message',
      why: 'It earns while you are busy.',
      shownBy: ['flow-run'],
      requires: ['segment'],
    },
    {
      key: 'code',
      name: 'Send from your own code',
      why: 'Every customer is thanked within the minute.',
      shownBy: ['api-called'],
      requires: ['segment', 'read'],
    },
  ],
  features: [
    {
      key: 'contacts',
      name: 'More contacts',
      plan: 'Pro',
      skills: ['read', 'segment'],
      limit: {
        unit: 'contacts',
        signal: 'contacts-added',
        lift: { title: 'Your list is full', body: 'Pro lifts it.' },
      },
    },
    { key: 'api', name: 'API', plan: 'Pro', open: { 'account.plan': 'pro' }, skills: ['code'] },
  ],
  engagement: {
    weights: { 'campaign-sent': 3, 'report-read': 6, 'segment-built': 8, 'flow-run': 8, 'api-called': 10 },
  },
  playbook: { deals: { mid: 3000, large: 12_000 } },
  segments: [
    { key: 'teams', name: 'Teams of five or more', where: { 'account.users': { $gte: 5 } } },
    {
      key: 'api',
      name: 'Wants the API',
      where: { $or: [{ 'events.api-called.count': { $gte: 1 } }, { 'account.plan': 'trial' }] },
    },
  ],
  nudges: [
    {
      key: 'try-segments',
      serves: { skill: 'segment' },
      metric: 'accounts able to segment',
      audience: { 'account.plan': { $in: ['trial', 'free'] }, 'events.campaign-sent.count': { $gte: 2 } },
      caps: { perDay: 1, total: 3 },
      text: {
        title: 'Write to the people who care',
        body: 'You have sent {{ events.campaign-sent.count }} campaigns. A segment reaches the right ones.',
        action: { label: 'Build a segment', open: '/segments' },
      },
      alone: { title: 'Now one on your own', body: 'Try it with another group.' },
    },
    {
      key: 'read-first-report',
      serves: { step: 'read' },
      enabled: false,
      metric: 'first value',
      text: { title: 'See who opened it' },
    },
  ],
  prompts: [
    {
      key: 'list-full',
      kind: 'usage',
      feature: 'contacts',
      metric: 'upgrades to Pro',
      ready: {
        title: 'Room for everyone on your list',
        body: 'You can {{ can.list }}.',
        action: { label: 'See plans', open: '/plans' },
      },
    },
    {
      key: 'open-api',
      kind: 'upgrade',
      feature: 'api',
      metric: 'upgrades to Pro',
      audience: { 'activation.hasFirstValue': true },
      ready: { title: 'Send from your own code', action: { label: 'See plans', open: '/plans' } },
      notReady: { title: 'One step before the API', body: '{{ skill.name }}: {{ skill.why }}' },
    },
    {
      key: 'stuck',
      kind: 'hand-raise',
      feature: 'api',
      metric: 'questions answered',
      who: 'Our team, within a working day.',
      ready: { title: 'Stuck with the API?', body: 'Ask us; a person answers.' },
    },
  ],
}
