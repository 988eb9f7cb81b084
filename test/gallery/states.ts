import type {
  ChecklistView,
  HelpRequest,
  HelpView,
  NudgeView,
  OfferView,
  StepView,
  StoredView,
  WidgetState,
} from '@fireball/core'
import { messageStates } from './message-states.ts'

const STEPS = [
  { key: 'workspace', title: 'Create your workspace', text: 'Where your team’s work lives.' },
  { key: 'import', title: 'Import your contacts', text: 'A CSV or a spreadsheet will do.' },
  {
    key: 'campaign',
    title: 'Send your first campaign',
    text: 'Pick a template, write two lines, send it to yourself. It takes about three minutes.',
    action: { label: 'Open campaigns', open: '#campaigns' },
  },
  {
    key: 'invite',
    title: 'Invite a team-mate',
    text: 'Two people in a workspace finish set-up twice as fast.',
    action: { label: 'Invite', call: 'invite' },
  },
  {
    key: 'report',
    title: 'Read a campaign report',
    text: 'See who opened, who clicked, and what to send next.',
  },
  { key: 'segment', title: 'Save a segment' },
  {
    key: 'automate',
    title: 'Automate a welcome message',
    text: 'New contacts hear from you within minutes.',
  },
] as const

const REQUIRES: Record<string, readonly string[]> = {
  report: ['campaign'],
  segment: ['campaign'],
  automate: ['report', 'segment', 'invite'],
}

const stepsAfter = (done: number): readonly StepView[] => {
  const isDone = (key: string) => STEPS.findIndex(step => step.key === key) < done
  return STEPS.map((step, at) => {
    const missing = (REQUIRES[step.key] ?? []).filter(key => !isDone(key))
    return {
      ...step,
      state: at < done ? 'done' : missing.length ? 'locked' : 'open',
      isNext: at === done,
      missing: STEPS.filter(({ key }) => missing.includes(key)).map(({ title }) => title),
    }
  })
}

/** A checklist of which the first `done` steps are done. */
export const checklistAfter = (done: number): ChecklistView => ({
  key: 'set-up',
  title: 'Get set up',
  text: 'Seven steps to your first results.',
  steps: stepsAfter(done),
  done,
  total: STEPS.length,
  finished: { title: 'You are all set', body: 'Everything that follows builds on what you can do now.' },
  why: 'Your workspace is new, and these steps lead to your first results.',
})

export const nudge: NudgeView = {
  kind: 'nudge',
  key: 'first-report',
  title: 'Turn this campaign into a report',
  body: 'You have sent two campaigns. A report shows which of them worked, and with whom.',
  why: 'You have sent campaigns twice, and have not read a report yet.',
  anchor: ['#late-target', '[data-target=new-report]'],
  action: { label: 'Make a report', open: '#report' },
}

const offer: Omit<OfferView, 'key' | 'title' | 'body' | 'why' | 'variant'> = {
  kind: 'offer',
  feature: 'automations',
  can: ['Send campaigns to 1,240 contacts', 'Read reports on 3 different campaigns'],
  adds: ['Automations that run day and night', 'Segments that keep themselves up to date'],
  upgrade: { label: 'Upgrade to Team', open: '#upgrade' },
}

export const offers = {
  ready: {
    ...offer,
    key: 'automations-ready',
    variant: 'ready',
    title: 'Ready for automations',
    body: 'Everything that an automation needs, you already do by hand.',
    why: 'You looked at automations, and have shown the skills that they need.',
  },
  learn: {
    ...offer,
    key: 'automations-learn',
    variant: 'learn',
    title: 'One skill before automations',
    body: 'Automations act on segments. Save one first, and the first automation will fit.',
    why: 'You looked at automations, and have not saved a segment yet.',
    can: ['Send campaigns to 1,240 contacts'],
    lesson: {
      name: 'Save a segment',
      why: 'Speak to the 40 people who clicked, not to all 1,240.',
      action: { label: 'Save a segment', open: '#segment' },
    },
    upgrade: { label: 'Upgrade anyway', open: '#upgrade' },
  },
  lift: {
    ...offer,
    key: 'contacts-lift',
    variant: 'lift',
    title: 'You have reached 2,000 contacts',
    body: 'New sign-ups are kept and not mailed. Lift the limit for €29 a month, or wait until 1 December, when it resets.',
    why: 'Your workspace has used 2,000 of 2,000 contacts.',
    can: [],
    adds: ['10,000 contacts', 'Waiting sign-ups are mailed at once'],
    lesson: {
      name: 'Read a report',
      why: 'See where last night’s 1,800 sign-ups came from.',
      action: { label: 'Open the report', open: '#report' },
    },
    upgrade: { label: 'Lift the limit', open: '#upgrade' },
  },
} as const satisfies Record<string, OfferView>

export const help: HelpView = {
  kind: 'help',
  key: 'stuck-automations',
  feature: 'automations',
  title: 'Stuck on automations?',
  body: 'Three tries without a result. A person can look at it with you.',
  why: 'Three attempts to start an automation failed within ten minutes.',
  who: 'Mara from support answers here, usually within two hours.',
  evidence: ['3 failed attempts to start an automation', 'No saved segment yet', 'Plan: Free'],
}

export const requests: readonly HelpRequest[] = [
  {
    id: 'r3',
    message: 'How do I send to those who clicked only?',
    askedAt: 3,
    state: 'answered',
    isRead: true,
    answer: 'Save a segment with the rule “clicked, last 30 days”, then pick it as the audience. – Mara',
  },
  { id: 'r2', message: 'Can an automation skip weekends?', askedAt: 2, state: 'seen' },
  { id: 'r1', message: 'Why was my import refused?', askedAt: 1, state: 'sent' },
  { id: 'r0', message: 'Is there an API?', askedAt: 0, state: 'queued' },
]

const base = { help: [], sending: 'on', theme: {}, privacyUrl: '/privacy' } as const satisfies WidgetState

const huge = 'Donaudampfschifffahrtsgesellschaft'.repeat(12)

/** Every surface in every state that the gallery and its tests show, by name. */
export const states = {
  nothing: base,
  checklist: { ...base, checklist: checklistAfter(2) },
  'checklist-new': { ...base, checklist: checklistAfter(0) },
  'checklist-finished': { ...base, checklist: checklistAfter(7) },
  'checklist-questions': { ...base, checklist: checklistAfter(2), help: requests },
  'checklist-answered': {
    ...base,
    checklist: checklistAfter(2),
    help: requests.map(({ isRead: _, ...request }) => request),
  },
  nudge: { ...base, checklist: checklistAfter(2), prompt: nudge },
  'nudge-corner': { ...base, prompt: { ...nudge, anchor: [] } },
  'nudge-bare': {
    ...base,
    prompt: {
      kind: 'nudge',
      key: 'bare',
      title: 'Try a second report',
      why: 'You made one.',
      anchor: ['[data-target=new-report]'],
    },
  },
  'nudge-rich': {
    ...base,
    prompt: {
      ...nudge,
      rich: true,
      body: 'You have sent **two campaigns**. A report shows *which* of them worked; open one with `R`, or read [how reports count](https://example.com/reports).',
    },
  },
  stored: { ...base, prompt: { ...nudge, anchor: [] } },
  'offer-ready': { ...base, checklist: checklistAfter(5), prompt: offers.ready },
  'offer-learn': { ...base, checklist: checklistAfter(5), prompt: offers.learn },
  'offer-learn-questions': { ...base, prompt: offers.learn, help: requests },
  'offer-lift': { ...base, checklist: checklistAfter(5), prompt: offers.lift },
  help: { ...base, checklist: checklistAfter(5), prompt: help },
  'help-offline': { ...base, prompt: help, sending: 'offline' },
  'help-off': { ...base, prompt: help, sending: 'off' },
  'help-questions': { ...base, prompt: help, help: requests },
  ...messageStates,
  huge: {
    ...base,
    prompt: {
      ...offers.ready,
      title: `<img src=x onerror=alert(1)> ${huge}`,
      body: huge,
      can: Array.from({ length: 30 }, (_, at) => `${at} ${huge}`),
    },
  },
} as const satisfies Record<string, WidgetState>

export type StateName = keyof typeof states

/** The widget's own words in another language, as a host would hand them over; some are left out on purpose. */
export const languages = {
  de: {
    locale: 'de',
    words: {
      why: 'Warum sehe ich das?',
      stop: 'Solche Tipps abstellen',
      close: 'Schließen',
      privacy: 'Was gespeichert ist',
      ask: 'Um Hilfe bitten',
      hide: 'Checkliste ausblenden',
      progress: '{n} von {total}',
      stepsDone: { one: '{n} Schritt erledigt', other: '{n} Schritte erledigt' },
    },
  },
  ar: {
    locale: 'ar-EG',
    words: {
      why: 'لماذا أرى هذا؟',
      stop: 'إيقاف مثل هذه النصائح',
      progress: '{n} من {total}',
      stepsDone: {
        one: 'خطوة واحدة',
        two: 'خطوتان',
        few: '{n} خطوات',
        many: '{n} خطوة',
        other: '{n} خطوة',
      },
    },
  },
} as const satisfies Record<string, Pick<WidgetState, 'locale' | 'words'>>

/** What a person finds on the page about what is stored. */
export const stored: StoredView = {
  level: 'full',
  because: 'host',
  ids: {
    user: 'u-1204',
    account: 'acme-prints',
    anonymous: '018f6c1e-7d1a-7cc4-9f0e-3f1c5f1c9d11',
    device: '018f6c1e-7d1a-7cc4-9f0e-aa1c5f1c9d22',
  },
  events: [
    ...Array.from({ length: 14 }, (_, at) => ({ name: 'Page viewed', at, state: 'sent' }) as const),
    { name: 'Campaign Sent', at: 20, state: 'sent' },
    { name: 'Campaign Sent', at: 22, state: 'sent' },
    { name: 'Report Built', at: 30, state: 'waiting' },
    { name: 'Contact Imported', at: 5, state: 'kept' },
  ],
  summed: 41,
}
