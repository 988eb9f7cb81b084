import type { MessageView, WidgetState } from '@fireball/core'

const base = { help: [], sending: 'on', theme: {}, privacyUrl: '/privacy' } as const satisfies WidgetState

const survey: MessageView = {
  kind: 'survey',
  key: 'how-likely',
  title: 'How likely are you to recommend Mailroom to a colleague?',
  why: 'You have sent campaigns for four weeks.',
  anchor: [],
  questions: [
    {
      key: 'nps',
      kind: 'scale',
      title: 'How likely are you to recommend Mailroom to a colleague?',
      from: 0,
      to: 10,
      low: 'Not at all',
      high: 'Certainly',
      isOptional: false,
    },
    {
      key: 'nps-reason',
      kind: 'text',
      title: 'What is the main reason for that?',
      body: 'One sentence is plenty.',
      isOptional: true,
    },
  ],
  thanks: { title: 'Thank you', body: 'Every answer is read by the people who build this.' },
}

const asking = (
  key: string,
  question: Omit<NonNullable<MessageView['questions']>[number], 'key' | 'isOptional'>,
) => ({
  ...base,
  prompt: {
    ...survey,
    key,
    title: question.title,
    questions: [{ ...question, key, isOptional: false }],
  } satisfies MessageView,
})

const banner: MessageView = {
  kind: 'banner',
  key: 'maintenance',
  title: 'Sending pauses on Sunday, 02:00–04:00',
  body: 'Campaigns due in that time go out right after.',
  why: 'This is shown to everyone.',
  anchor: [],
  action: { label: 'See what is due', open: '#due' },
}

const modal: MessageView = {
  kind: 'modal',
  key: 'new-editor',
  title: 'The new editor is here',
  body: 'Your drafts are already in it. Templates, links and pictures look the same to the people who get them.',
  why: 'You have three drafts in the old editor.',
  anchor: [],
  action: { label: 'Open the editor', open: '#editor' },
}

const toast: MessageView = {
  kind: 'toast',
  key: 'tip',
  title: 'Reports now compare two campaigns',
  body: 'Pick a second one at the top of any report.',
  why: 'You have read two reports this week.',
  anchor: [],
  action: { label: 'Open a report', open: '#report' },
}

const inline: MessageView = {
  kind: 'inline',
  key: 'card',
  title: 'Speak to those who clicked',
  body: 'A segment keeps them together, and stays up to date by itself.',
  why: 'You have sent two campaigns and saved no segment yet.',
  anchor: [],
  slot: 'side',
  action: { label: 'Save a segment', open: '#segment' },
}

const hotspot: MessageView = {
  kind: 'hotspot',
  key: 'new-button',
  title: 'Reports by hand or by week',
  body: 'Press here for a report now, or hold for one each Monday.',
  why: 'This is shown to everyone on this page.',
  anchor: ['[data-target=new-report]'],
}

const tour: MessageView = {
  kind: 'tour',
  key: 'first-report',
  title: 'Start a report here',
  body: 'It opens with your last campaign. You can change that.',
  why: 'You have sent two campaigns and not read a report yet.',
  anchor: ['[data-target=new-report]'],
  step: { key: 'start', at: 1, of: 3, next: 'pick', choices: [] },
}

const guide = (at: number, title: string) => ({
  key: `guide-${at}`,
  title,
  action: { label: title, open: '#guide' },
})

const resources: MessageView = {
  kind: 'resources',
  key: 'learn',
  title: 'Learn and get help',
  body: 'Picked for what you do here.',
  why: 'This is shown to everyone on this page.',
  anchor: [],
  slot: 'side',
  items: [
    guide(1, 'Write a subject line that is opened'),
    { key: 'look', title: 'Look around', body: 'Two minutes, three stops.', tour: 'first-report' },
    { key: 'ask', title: 'Ask the team', asks: true },
  ],
}

const { slot: _, ...unplaced } = resources
const shelf: MessageView = {
  ...unplaced,
  items: [
    ...['Import', 'Segments', 'Reports', 'Templates', 'Automations', 'Plans'].map((title, at) =>
      guide(at, title),
    ),
    ...(resources.items ?? []).slice(1),
  ],
}

/** Every surface of messages, in its states. */
export const messageStates = {
  survey: { ...base, prompt: survey },
  'survey-five': asking('csat', {
    kind: 'scale',
    title: 'How easy was your first campaign?',
    from: 1,
    to: 5,
    low: 'Hard',
    high: 'Easy',
  }),
  'survey-goal': asking('goal', {
    kind: 'choice',
    title: 'What do you want to get done first?',
    body: 'It decides what we suggest next. You can change it later.',
    options: [
      { key: 'regulars', label: 'Sell more to people who bought before' },
      { key: 'news', label: 'Keep readers informed' },
      { key: 'events', label: 'Fill events' },
    ],
  }),
  'survey-many': asking('tools', {
    kind: 'choices',
    title: 'What do you use beside Mailroom?',
    options: [
      { key: 'sheet', label: 'A spreadsheet' },
      { key: 'shop', label: 'A shop system' },
      { key: 'crm', label: 'A CRM' },
    ],
  }),
  'survey-text': {
    ...asking('why', { kind: 'text', title: 'What nearly kept you from signing up?' }),
    sending: 'off',
  },
  banner: { ...base, prompt: banner },
  modal: { ...base, prompt: modal },
  toast: { ...base, prompt: toast },
  tour: { ...base, prompt: tour },
  'tour-choice': {
    ...base,
    prompt: {
      ...tour,
      title: 'How do you want to add contacts?',
      body: 'Both ways lead to the same list.',
      anchor: [],
      step: {
        key: 'way',
        at: 2,
        of: 4,
        back: 'start',
        choices: [
          { label: 'From a file', to: 'file' },
          { label: 'By hand', to: 'hand' },
        ],
      },
    },
  },
  inline: { ...base, beside: [{ key: 'card', view: inline }] },
  hotspot: { ...base, beside: [{ key: 'new-button', view: hotspot }] },
  resources: { ...base, beside: [{ key: 'learn', view: resources }] },
  'resources-many': { ...base, beside: [{ key: 'learn', view: shelf }] },
} as const satisfies Record<string, WidgetState>
