import { type Condition, isObject, type Program } from '@fireball/core'
import { listText } from '../number.ts'

/** The parts of a program whose names a condition mentions. */
export type Names = Pick<Program, 'signals' | 'skills' | 'features' | 'checklists'>

const nameOf = (items: readonly { key: string; name: string }[], key: string): string =>
  `“${items.find(one => one.key === key)?.name ?? key}”`

const spaced = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()

const say = (value: unknown): string =>
  typeof value === 'string'
    ? `“${value}”`
    : typeof value === 'number'
      ? value.toLocaleString('en-US')
      : value === null
        ? 'nothing'
        : typeof value === 'boolean'
          ? value
            ? 'yes'
            : 'no'
          : Array.isArray(value)
            ? listText(value.map(say), 'or')
            : JSON.stringify(value)

const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' }

const duration = (raw: unknown): string => {
  const [, count, unit = ''] = /^-?(\d+)(.)$/.exec(String(raw)) ?? []
  const name = UNITS[unit]
  return name === undefined ? String(raw) : `${count} ${name}${count === '1' ? '' : 's'}`
}

const isAhead = (raw: unknown): boolean => String(raw).startsWith('-')

const OPERATORS: Readonly<Record<string, (expected: unknown, amount: (value: unknown) => string) => string>> =
  {
    '=': (value, amount) => `is ${amount(value)}`,
    $eq: (value, amount) => `is ${amount(value)}`,
    $ne: (value, amount) => `is not ${amount(value)}`,
    $gt: (value, amount) => `is over ${amount(value)}`,
    $gte: (value, amount) => `is at least ${amount(value)}`,
    $lt: (value, amount) => `is under ${amount(value)}`,
    $lte: (value, amount) => `is at most ${amount(value)}`,
    $in: (value, amount) => `is ${amount(value)}`,
    $nin: (value, amount) => `is not ${amount(value)}`,
    $ini: (value, amount) => `is ${amount(value)} (in any case)`,
    $nini: (value, amount) => `is not ${amount(value)} (in any case)`,
    $all: value => `has all of ${Array.isArray(value) ? listText(value.map(say)) : say(value)}`,
    $alli: value =>
      `has all of ${Array.isArray(value) ? listText(value.map(say)) : say(value)} (in any case)`,
    $exists: value => (value ? 'is known' : 'is not known'),
    $regex: value => `fits the pattern ${say(value)}`,
    $regexi: value => `fits the pattern ${say(value)} (in any case)`,
    $size: value => `has ${say(value)} entries`,
    $ago: value =>
      isAhead(value) ? `is at least ${duration(value)} ahead` : `was at least ${duration(value)} ago`,
    $within: value =>
      isAhead(value) ? `is within the next ${duration(value)}` : `was within the last ${duration(value)}`,
    $inGroup: value => `is in the list ${say(value)}`,
    $notInGroup: value => `is not in the list ${say(value)}`,
    $type: value => `is of the type ${say(value)}`,
    $veq: value => `is version ${say(value)}`,
    $vne: value => `is not version ${say(value)}`,
    $vgt: value => `is a version after ${say(value)}`,
    $vgte: value => `is version ${say(value)} or later`,
    $vlt: value => `is a version before ${say(value)}`,
    $vlte: value => `is version ${say(value)} or earlier`,
  }

const TALLIES: Readonly<Record<string, string>> = {
  count: 'happened',
  d1: 'happened today',
  d7: 'happened in the last 7 days',
  d30: 'happened in the last 30 days',
  success: 'succeeded',
  failure: 'failed',
  contexts: 'happened on different things',
  days: 'happened on different days',
}

const TIMES: Readonly<Record<string, (n: string) => string>> = {
  '=': n => `exactly ${n}`,
  $eq: n => `exactly ${n}`,
  $ne: n => `any number but ${n}`,
  $gt: n => `more than ${n}`,
  $gte: n => `at least ${n}`,
  $lt: n => `under ${n}`,
  $lte: n => `at most ${n}`,
}

const sayTally = (
  path: string,
  field: string,
  operator: string,
  expected: unknown,
  names: Names,
): string | undefined => {
  const key = path.split('.')[1] ?? ''
  const signal = nameOf(names.signals, key)
  const verb = TALLIES[field]
  if (verb === undefined) return undefined
  if (typeof expected !== 'number') return undefined
  const isNever = (operator === '=' || operator === '$eq' || operator === '$lte') && expected === 0
  if (isNever || (operator === '$lt' && expected === 1)) return `${signal} never ${verb}`
  if (expected === 1 && operator === '$gte') return `${signal} ${verb}`
  if (expected === 0 && operator === '$gt') return `${signal} ${verb}`
  const times = TIMES[operator]
  if (times === undefined) return undefined
  if (field === 'contexts') return `${signal} happened on ${times(say(expected))} different things`
  if (field === 'days') return `${signal} happened on ${times(say(expected))} different days`
  const [did = '', ...when] = verb.split(' ')
  const rest = when.length === 0 ? '' : ` ${when.join(' ')}`
  return `${signal} ${did} ${times(say(expected))} ${expected === 1 ? 'time' : 'times'}${rest}`
}

const FACTS: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  'activation.hasFirstValue': ['has reached first value', 'has not reached first value yet'],
  'activation.isComplete': ['has done the whole checklist', 'has not done the whole checklist'],
  'user.isAnonymous': ['is not signed in', 'is signed in'],
  'lead.isQualified': ['is qualified', 'is not qualified'],
  'engagement.hasFallen': ['has fallen in use', 'has not fallen in use'],
  'ability.plateau': ['is on a plateau', 'is not on a plateau'],
}

const sayYesOrNo = (path: string, isYes: boolean, names: Names): string | undefined => {
  const fact = FACTS[path]
  if (fact !== undefined) return fact[isYes ? 0 : 1]
  const [root, key = '', field] = path.split('.')
  if (root === 'skill' && field === 'able')
    return `${isYes ? 'is able' : 'is not yet able'} to ${nameOf(names.skills, key)}`
  if (root === 'feature' && field === 'ready')
    return `${isYes ? 'is ready' : 'is not ready'} for ${nameOf(names.features, key)}`
  if (root === 'offer')
    return isYes ? 'the collector offers it to the user' : 'the collector does not offer it'
  const step = /(?:^activation|^checklist\.[^.]+)\.step\.(.+)$/.exec(path)?.[1]
  if (step !== undefined) {
    const title = names.checklists.flatMap(one => one.steps).find(one => one.key === step)?.title ?? step
    return `${isYes ? 'has done' : 'has not done'} the step “${title}”`
  }
  return undefined
}

const PATHS: Readonly<Record<string, string>> = {
  'activation.rate': 'the share of the checklist done',
  'activation.done': 'the number of steps done',
  'account.users': 'the number of people in the account',
  'lead.stage': 'the point of life',
  'lead.type': 'the type',
  'lead.deal': 'the deal size',
  'lead.size': 'the size of the deal',
  'lead.touch': 'the touch',
  'lead.since': 'the begin of the point of life',
  'propensity.p': 'the chance to convert',
  'engagement.score': 'the engagement',
  'engagement.trend': 'the trend of use',
  'engagement.activeUsers': 'the number of active users',
  'communication.responsiveness': 'whether they talk to us',
  'communication.inbound': 'the number of messages from them',
  'communication.lastInboundAt': 'their last message',
  'communication.lastOutboundAt': 'our last message',
  'ability.quadrant': 'the ability and activity',
  'ability.able': 'the number of able users',
  'ability.share': 'the share of users who are able',
  'page.path': 'the page’s path',
  'page.url': 'the page’s address',
  'page.title': 'the page’s title',
  'user.id': 'the user’s id',
  'account.id': 'the account’s id',
}

const sayPath = (path: string, names: Names): string => {
  const known = PATHS[path]
  if (known !== undefined) return known
  const [root = '', key = '', ...rest] = path.split('.')
  const last = spaced(rest.join(' '))
  switch (root) {
    case 'events':
      return last === 'last' || last === 'first'
        ? `the ${last} ${nameOf(names.signals, key)}`
        : `the ${last === 'sum' ? 'total' : last} of ${nameOf(names.signals, key)}`
    case 'skill':
      return last === 'p'
        ? `the likelihood to succeed at ${nameOf(names.skills, key)}`
        : `the ${last} of ${nameOf(names.skills, key)}`
    case 'feature':
      return `the ${last} of ${nameOf(names.features, key)}`
    case 'quota':
      return last === 'pct'
        ? `the share used of ${nameOf(names.features, key)}`
        : `the ${last} of ${nameOf(names.features, key)}`
    case 'user':
    case 'account':
      return `the ${root}’s ${spaced([key, ...rest].join(' '))}`
    case 'survey':
      return `the answer to “${spaced(key)}”`
    default:
      return spaced(path.replaceAll('.', ' '))
  }
}

const isShare = (path: string): boolean => /\.(rate|pct|p)$/.test(path) || path === 'ability.share'

const sayLeaf = (path: string, operator: string, expected: unknown, names: Names): string => {
  const isPlain = operator === '=' || operator === '$eq' || operator === '$ne'
  if (isPlain && typeof expected === 'boolean') {
    const said = sayYesOrNo(path, expected === (operator !== '$ne'), names)
    if (said !== undefined) return said
  }
  const [root, , field = ''] = path.split('.')
  const tallied = root === 'events' ? sayTally(path, field, operator, expected, names) : undefined
  if (tallied !== undefined) return tallied
  const amount = (value: unknown): string =>
    isShare(path) && typeof value === 'number' ? `${Math.round(value * 100)}%` : say(value)
  const worded = OPERATORS[operator]
  return worded === undefined
    ? `${sayPath(path, names)} ${operator.slice(1)} ${say(expected)}`
    : `${sayPath(path, names)} ${worded(expected, amount)}`
}

const sayOperand = (path: string, operand: unknown, names: Names): string => {
  const isOperators =
    isObject(operand) &&
    Object.keys(operand).length > 0 &&
    Object.keys(operand).every(key => key.startsWith('$'))
  if (!isOperators) return sayLeaf(path, '=', operand, names)
  return listText(
    Object.entries(operand).map(([operator, expected]) =>
      operator === '$not'
        ? `not (${sayOperand(path, expected, names)})`
        : operator === '$elemMatch'
          ? `${sayPath(path, names)} has an entry with ${sayOperand('it', expected, names)}`
          : sayLeaf(path, operator, expected, names),
    ),
  )
}

const sayAll = (condition: unknown, names: Names, joint: 'and' | 'or', isInner: boolean): string => {
  if (!isObject(condition)) return 'nobody (the condition is not an object)'
  const parts = Object.entries(condition).map(([path, operand]) => {
    const clauses: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
    const inner = (word: 'and' | 'or'): string =>
      listText(
        clauses.map(one => sayAll(one, names, 'and', clauses.length > 1)),
        word,
      )
    switch (path) {
      case '$and':
        return inner('and')
      case '$or':
        return clauses.length > 1 && Object.keys(condition).length > 1 ? `(${inner('or')})` : inner('or')
      case '$nor':
      case '$not':
        return `not (${inner('or')})`
      default:
        return sayOperand(path, operand, names)
    }
  })
  const said = listText(parts, joint)
  return isInner && parts.length > 1 ? `(${said})` : said
}

/**
 * A condition as a sentence without its end: “the account’s plan is “trial” and “Report sent” happened at least 3
 * times”. Names come from the program; `everyone` when nothing is asked. What has no words of its own is shown as it is.
 */
export const conditionInWords = (condition: Condition | undefined, names: Names): string =>
  condition === undefined || (isObject(condition) && Object.keys(condition).length === 0)
    ? 'everyone'
    : sayAll(condition, names, 'and', false)
