import { isObject, type Json, type JsonObject } from '@fireball/core'
import type { Channel, ChannelPorts, Outgoing } from './channel.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type StoredDestination, secretsOf } from './stored-destination.ts'
import { sayTested } from './webhook.ts'

const MAX_TEXT = 600
const MAX_REASONS = 3

/** Slack reads three characters as markup. Source: https://docs.slack.dev/messaging/formatting-message-text */
const plain = (text: string): string =>
  text.slice(0, MAX_TEXT).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const textOf = (data: JsonObject, name: string): string => {
  const value = data[name]
  return typeof value === 'string' ? plain(value) : ''
}

const percent = (value: Json | undefined): string =>
  typeof value === 'number' ? `${Math.round(value * 100)} %` : ''

const headline = (topic: string, data: JsonObject): string => {
  const name = `*${textOf(data, 'name') || textOf(data, 'account')}*`
  const about = [textOf(data, 'kind'), textOf(data, 'target')].filter(part => part !== '').join(' · ')
  switch (topic) {
    case 'qualification.qualified':
      return `${name} is a product-qualified lead: ${about}`
    case 'qualification.helped':
      return `${name} asked for help before first value: ${about}`
    case 'qualification.withdrawn':
      return `${name} is no longer qualified: ${about}`
    case 'help.asked':
      return `${name} asks for help: “${textOf(data, 'message')}”`
    case 'lead.stage':
      return `${name} is ${data.isWithdrawn === true ? 'no longer' : 'now'}: ${textOf(data, 'stage').replaceAll('-', ' ')}`
    default:
      return `${name}: ${plain(topic)}`
  }
}

const reasonsOf = (data: JsonObject): readonly string[] => {
  const said = Array.isArray(data.reasons) ? data.reasons.filter(one => typeof one === 'string') : []
  const all = said.length > 0 ? said : typeof data.reason === 'string' ? [data.reason] : []
  return all.slice(0, MAX_REASONS).map(plain)
}

/** What a salesperson reads at once: which account, why, what to do, and the way there. */
export const slackMessage = ({ topic, payload }: Pick<Outgoing, 'topic' | 'payload'>): JsonObject => {
  const data = isObject(payload.data) ? (payload.data as JsonObject) : {}
  const head = headline(topic, data)
  const chance = percent(data.chance)
  const lines = [
    head,
    ...reasonsOf(data).map(reason => `• ${reason}`),
    ...(textOf(data, 'action') === '' ? [] : [`*What to do:* ${textOf(data, 'action')}`]),
  ]
  const facts = [textOf(data, 'type'), ...(chance === '' ? [] : [`chance to convert ${chance}`])].filter(
    fact => fact !== '',
  )
  const link = typeof data.link === 'string' ? `<${data.link}|Open the account>` : ''
  const context = [...facts, link].filter(part => part !== '').join(' · ')
  return {
    text: head.replaceAll('*', ''),
    unfurl_links: false,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n') } },
      ...(context === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: context }] }]),
    ],
  }
}

/** Messages to a channel by an incoming webhook. Slack takes about one a second, and says so by `Retry-After`. */
export const slackChannel = ({ caller, waitMs }: ChannelPorts): Channel => {
  const post = async (
    destination: StoredDestination,
    message: JsonObject,
    signal?: AbortSignal,
  ): Promise<Outcome> => {
    const called = await caller.call(
      {
        method: 'POST',
        url: destination.secret,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      },
      signal,
    )
    return outcomeOf(called, secretsOf(destination), waitMs)
  }
  return {
    batch: 1,
    parallel: 1,
    send: (destination, messages, signal) =>
      Promise.all(messages.map(message => post(destination, slackMessage(message), signal))),
    test: async destination => {
      const startedAt = performance.now()
      const text = `This is a test of “${plain(destination.name)}”: leads will arrive here.`
      return sayTested(await post(destination, { text }), Math.round(performance.now() - startedAt))
    },
  }
}
