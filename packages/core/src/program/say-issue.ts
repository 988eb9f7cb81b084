import * as v from 'valibot'

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
}

const MAX_SHOWN = 60

const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1')

const quoted = (text: string): string => `“${unquoted(text).slice(0, MAX_SHOWN)}”`

const isUnknownKey = ({ expected }: v.BaseIssue<unknown>): boolean => expected === 'never'

const isMissing = ({ received }: v.BaseIssue<unknown>): boolean => received === 'undefined'

const lastPart = (issue: v.BaseIssue<unknown>): string => v.getDotPath(issue)?.split('.').at(-1) ?? ''

/** Of several shapes none fits: what is there that none has, else what one of them would need. */
const sayUnion = (issues: readonly v.BaseIssue<unknown>[]): string | undefined => {
  const unknown = [...new Set(issues.filter(isUnknownKey).map(one => quoted(one.received)))]
  const missing = [...new Set(issues.filter(isMissing).map(one => `“${lastPart(one)}”`))]
  const needed = missing.length === 0 ? '' : `${missing.join(' or ')} is missing`
  if (unknown.length > 0) return `there is no ${unknown.join(', ')} here${needed === '' ? '' : `; ${needed}`}`
  return needed === '' ? undefined : needed
}

/** What is wrong with the shape of a program at one place, in words; what the schema says itself stays as it is. */
export const sayIssue = (issue: v.BaseIssue<unknown>): string => {
  if (!issue.message.startsWith('Invalid ')) return issue.message
  const { expected, received, issues } = issue
  if (isUnknownKey(issue)) return `there is no ${quoted(received)} here`
  if (isMissing(issue)) return `“${lastPart(issue)}” is missing`
  const inside = issues === undefined ? undefined : sayUnion(issues)
  if (inside !== undefined) return inside
  const choices = [...(expected ?? '').matchAll(/"([^"]*)"/g)].map(([, choice]) => choice)
  if (choices.length > 0) return `${quoted(received)} is none of: ${choices.join(', ')}`
  const kind = KINDS[expected ?? '']
  return kind === undefined
    ? issue.message
    : `this should be ${kind}, and is ${KINDS[received] ?? quoted(received)}`
}
