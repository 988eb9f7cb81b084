import { type Delivery, type Destination, type DestinationList, err, ok, TOPICS } from '@fireball/core'
import type { ProjectApi } from '../../apps/console/src/api.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'

const HOUR_MS = 3_600_000

const destination = (id: string, more: Partial<Destination>): Destination => ({
  id,
  kind: 'webhook',
  name: id,
  url: `https://hooks.example.com/${id}`,
  topics: TOPICS,
  fields: {},
  isEnabled: true,
  createdAt: SAMPLE_NOW - 20 * 24 * HOUR_MS,
  hint: null,
  waiting: 0,
  sent: 0,
  dead: 0,
  lastSentAt: null,
  lastError: null,
  nextAt: null,
  ...more,
})

const SAMPLES: readonly Destination[] = [
  destination('sales-channel', {
    kind: 'slack',
    name: 'Sales channel',
    url: 'https://hooks.slack.example.com/services/…',
    topics: ['qualification.qualified', 'help.asked'],
    sent: 214,
    lastSentAt: SAMPLE_NOW - 4 * 60_000,
  }),
  destination('warehouse', {
    name: 'Warehouse',
    hint: '…9f3a',
    sent: 1804,
    waiting: 37,
    dead: 3,
    lastSentAt: SAMPLE_NOW - 3 * HOUR_MS,
    lastError: 'Answered 503 Service Unavailable.',
    nextAt: SAMPLE_NOW + 9 * 60_000,
  }),
  destination('crm', {
    kind: 'hubspot',
    name: 'CRM',
    url: 'https://api.hubapi.com',
    hint: '…77b1',
    sent: 96,
    lastSentAt: SAMPLE_NOW - 26 * HOUR_MS,
    isEnabled: false,
  }),
]

const NAMES = ['Northwind Bakery', 'Harbour Books', 'Viral Cakes'] as const

const deliveriesOf = (of: Destination): readonly Delivery[] =>
  Array.from({ length: Math.min(9, of.sent + of.dead + of.waiting) }, (_, i): Delivery => {
    const state = i < of.dead ? 'dead' : i < of.dead + Math.min(2, of.waiting) ? 'waiting' : 'sent'
    return {
      id: `msg_${i}`,
      topic: TOPICS[i % TOPICS.length] ?? 'lead.stage',
      akey: `g:sample-${i % 3}`,
      name: NAMES[i % 3] ?? '',
      at: SAMPLE_NOW - (i + 1) * 40 * 60_000,
      attempts: state === 'dead' ? 8 : state === 'waiting' ? 2 : 1,
      state,
      lastError: state === 'sent' ? null : 'Answered 503 Service Unavailable.',
      sentAt: state === 'sent' ? SAMPLE_NOW - (i + 1) * 40 * 60_000 + 900 : null,
      payload: {
        type: TOPICS[i % TOPICS.length] ?? '',
        account: NAMES[i % 3] ?? '',
        stage: 'pql',
        chance: 0.82,
      },
    }
  })

/** Where leads are sent, in memory. */
export const createFakeDestinations = (
  isEmpty: boolean,
): Pick<
  ProjectApi,
  | 'destinations'
  | 'makeDestination'
  | 'changeDestination'
  | 'removeDestination'
  | 'testDestination'
  | 'previewDestination'
  | 'deliveries'
  | 'replay'
> => {
  let all: readonly Destination[] = isEmpty ? [] : SAMPLES
  const list = (made?: DestinationList['made']) =>
    ok({ destinations: all, ...(made === undefined ? {} : { made }) })
  const known = (id: string) => all.find(one => one.id === id)
  return {
    destinations: async () => list(),
    makeDestination: async ({ kind, name, url, topics, secret }) => {
      if (!/^https?:\/\//.test(url))
        return err({ code: 'bad-destination', message: 'The address must begin with https://.' })
      const id = `d${all.length + 1}`
      all = [
        ...all,
        destination(id, { kind, name, url, topics, hint: secret === undefined ? '…new1' : '…own1' }),
      ]
      return list(
        kind === 'webhook' && secret === undefined ? { id, secret: 'whsec_shown-this-once' } : undefined,
      )
    },
    changeDestination: async (id, { secret, ...change }) => {
      all = all.map(one => (one.id === id ? { ...one, ...change } : one))
      return list(secret === '' ? { id, secret: 'whsec_the-next-one' } : undefined)
    },
    removeDestination: async id => {
      all = all.filter(one => one.id !== id)
      return list()
    },
    testDestination: async id =>
      ok(
        known(id)?.lastError == null
          ? { ok: true, say: 'Arrived: answered 200 within 143 ms.' }
          : { ok: false, say: 'Did not arrive: answered 503 Service Unavailable.' },
      ),
    previewDestination: async () =>
      ok({
        items: [
          {
            akey: 'g:sample-0',
            name: 'Northwind Bakery',
            does: 'update',
            changes: [
              { field: 'fireball_stage', from: 'first-value', to: 'pql' },
              { field: 'fireball_score', from: '61', to: '88' },
            ],
          },
          {
            akey: 'g:sample-2',
            name: 'Viral Cakes',
            does: 'create',
            changes: [{ field: 'fireball_stage', from: null, to: 'first-value' }],
          },
          { akey: 'g:sample-1', name: 'Harbour Books', does: 'same', changes: [] },
        ],
        error: null,
      }),
    deliveries: async (id, state) => {
      const of = known(id)
      const found = of === undefined ? [] : deliveriesOf(of)
      return ok(state === undefined ? found : found.filter(one => one.state === state))
    },
    replay: async id => {
      all = all.map(one => (one.id === id ? { ...one, waiting: one.waiting + one.dead, dead: 0 } : one))
      return list()
    },
  }
}
