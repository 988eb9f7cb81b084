import { describe, expect, test } from 'vitest'
import { aProgram } from '../../test/sample.ts'
import type { Json } from '../json.ts'
import { parseProgram } from './parse.ts'

const problemsOf = (raw: unknown): readonly string[] => {
  const parsed = parseProgram(raw)
  return (parsed.ok ? parsed.value.warnings : parsed.error).map(
    ({ severity, path, message }) => `${severity} ${path}: ${message}`,
  )
}

const withAudience = (audience: { readonly [key: string]: Json }) =>
  problemsOf(
    aProgram({
      nudges: aProgram()
        .nudges.slice(0, 1)
        .map(nudge => ({ ...nudge, audience })),
    }),
  )

const withTitle = (title: string) =>
  problemsOf(
    aProgram({
      nudges: aProgram()
        .nudges.slice(0, 1)
        .map(nudge => ({ ...nudge, text: { title } })),
    }),
  )

const AUDIENCE = 'nudges.0.audience'
const TITLE = 'nudges.0.text.title'

describe('[P7] a condition', () => {
  test.each([
    [{ 'events.sent.count': { $gte: 2 }, 'skill.read.able': true, 'user.plann': 'pro' }, []],
    [{ $or: [{ 'feature.reports.state': 'locked' }, { $not: { 'activation.isComplete': true } }] }, []],
    [{ 'events.$asked-help.last': { $within: '7d' }, 'survey.goal': { $in: ['a'] } }, []],
    [{ 'engagement.score': { $gt: 50 } }, []],
  ])('%j names what there is', (audience, expected) => {
    const known = JSON.parse(
      JSON.stringify(audience).replace('feature.reports', `feature.${aProgram().features[0]?.key}`),
    )
    expect(withAudience(known)).toEqual(expected)
  })

  test.each([
    [
      { 'events.sendt.count': 1 },
      /^error .*“events.sendt.count”: there is no signal “sendt”; there are: sent, read/,
    ],
    [{ $and: [{ 'skill.reed.able': true }] }, /^error .*there is no skill “reed”; there are: /],
    [{ 'quota.contcts.pct': 1 }, /^error .*there is no feature “contcts”; there are: /],
    [{ 'activation.step.sendd': true }, /^error .*there is no step “sendd”/],
    [{ 'checklist.x.done': 1 }, /^error .*there is no checklist “x”/],
    [{ 'events.sent.count': { $gtt: 1 } }, /^error .*there is no operator “\$gtt”/],
    [{ 'events.sent.count': { $not: { $foo: 1 } } }, /^error .*there is no operator “\$foo”/],
    [{ $xor: [] }, /^error .*there is no operator “\$xor”/],
    [{ 'events.sent.cout': 1 }, /^warning .*there is no “cout”; there are: count, d1/],
    [{ 'usr.plan': 'pro' }, /^warning .*there is no “usr”; there are: user, account/],
    [{ 'events.sent.count': { $gte: '1' } }, /^warning .*“events.sent.count” is a number, and "1" is none/],
    [{ 'skill.read.able': 'yes' }, /^warning .*“skill.read.able” is a boolean, and "yes" is none/],
  ])('%j is told of', (audience, expected) => {
    const [problem, ...more] = withAudience(audience)
    expect(problem).toMatch(expected)
    expect(problem).toContain(` ${AUDIENCE}: `)
    expect(more).toEqual([])
  })

  test('of a signal reads the event', () => {
    const where = (condition: { readonly [key: string]: Json }) =>
      problemsOf(
        aProgram({
          signals: aProgram().signals.map((one, i) => (i === 0 ? { ...one, where: condition } : one)),
        }),
      )
    expect(where({ 'properties.plan': 'pro', 'context.page.path': { $regex: '^/a' } })).toEqual([])
    expect(where({ 'user.plan': 'pro' })[0]).toMatch(/^warning signals\.0\.where: .*there are: event, type/)
  })
})

describe('[P7] a text', () => {
  test.each([
    'Hi {{ user.name | there }}',
    '{{events.sent.count}} sent',
    '{{ skill.name }}: {{ skill.why }}',
    'a } b',
  ])('%s can be filled', title => expect(withTitle(title)).toEqual([]))

  test.each([
    [
      'Hi {{ user.nam }}',
      /^warning .*“user.nam” may not be known: say what stands there then, {{ user.nam \| … }}/,
    ],
    ['{{ events.cor.count }} done', /^error .*there is no signal “cor”/],
    ['{{ oops', /^error .*“{{ oops” is no place for a fact/],
    ['{{ user name }}', /^error .*is no place for a fact/],
    ['{{ skill.nme }}', /^warning .*there is no “nme”; there are: name, why/],
  ])('%s is told of', (title, expected) => {
    const [problem, ...more] = withTitle(title)
    expect(problem).toMatch(expected)
    expect(problem).toContain(` ${TITLE}: `)
    expect(more).toEqual([])
  })

  test('of a prompt knows its feature, the next skill and the limit', () => {
    const ready = { title: '{{ feature.name }} on {{ feature.plan }}: {{ limit.used }} of {{ limit.limit }}' }
    const prompts = aProgram().prompts.map(prompt => ({ ...prompt, ready }))
    expect(problemsOf(aProgram({ prompts }))).toEqual([])
  })
})
