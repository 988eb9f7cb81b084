import { describe, expect, test } from 'vitest'
import { aProgram } from '../../test/sample.ts'
import { publicProgram, UNFITTED } from '../index.ts'
import { parseProgram } from './parse.ts'

const errors = (raw: unknown) => {
  const parsed = parseProgram(raw)
  return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`)
}

describe('a draft', () => {
  test('[P1] that is right is a program', () => {
    expect(parseProgram(aProgram())).toMatchObject({
      ok: true,
      value: { program: { name: 'Sample' }, warnings: [] },
    })
  })

  test('[P1] of the wrong shape is refused with paths', () => {
    expect(errors(7)).toHaveLength(1)
    expect(errors({ ...aProgram(), extra: 1 })[0]).toMatch(/^extra: /)
    expect(
      errors({ ...aProgram(), signals: [{ key: 'Not A Key', name: 'x', on: { event: 'x' } }] })[0],
    ).toMatch(/^signals\.0\.key: a key is/)
    const [nudge] = aProgram().nudges
    expect(
      errors({
        ...aProgram(),
        nudges: [{ ...nudge, text: { title: 'x', action: { label: 'x', open: 'javascript:alert(1)' } } }],
      })[0],
    ).toMatch(/^nudges\.0\.text\.action\.open: a link starts with/)
  })

  test('[P1] unknown names are refused, each with its path', () => {
    const program = aProgram({
      skills: [{ key: 'send', name: 'Send', why: 'W', shownBy: ['gone'], requires: ['lost'] }],
      prompts: aProgram().prompts.map(prompt => ({ ...prompt, feature: 'nowhere' })),
    })
    expect(errors(program)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^skills\.0\.shownBy\.0: there is no signal “gone”; there are: sent, read/),
        expect.stringMatching(/^skills\.0\.requires\.0: there is no skill “lost”/),
        expect.stringMatching(/^prompts\.2\.feature: there is no feature “nowhere”/),
        expect.stringMatching(/^nudges\.1\.serves\.skill: there is no skill “read”/),
      ]),
    )
  })

  test('[P1] circles and doubled keys are refused', () => {
    const [send, read, compare] = aProgram().skills
    const circle = [{ ...send, requires: ['compare'] }, read, compare]
    expect(errors({ ...aProgram(), skills: circle })).toEqual([
      'skills: “requires” runs in a circle: send → compare → read → send',
    ])
    expect(errors({ ...aProgram(), signals: [...aProgram().signals, aProgram().signals[0]] })[0]).toMatch(
      /“sent” is used twice/,
    )
    const nudges = aProgram().nudges.map(nudge => ({ ...nudge, key: 'unlock' }))
    expect(errors({ ...aProgram(), nudges })[0]).toMatch(/“unlock” is used twice/)
  })

  test('[C3] conditions past the bounds, and patterns that could hang, are refused', () => {
    const withWhen = (when: Record<string, unknown>) =>
      errors({ ...aProgram(), prompts: aProgram().prompts.map(prompt => ({ ...prompt, when })) })[0]
    expect(withWhen({ 'user.email': { $regex: '^(a+)+$' } })).toMatch(
      /^prompts\.0\.when: “\^\(a\+\)\+\$” repeats a repetition/,
    )
    expect(withWhen({ 'user.email': { $regexi: '(' } })).toMatch(/is no regular expression/)
    expect(withWhen({ 'user.id': { $in: Array.from({ length: 1200 }, (_, i) => i) } })).toMatch(
      /more than 1000 values/,
    )
    expect(withWhen({ 'user.email': { $regex: '@(example|sample)\\.com$' } })).toBeUndefined()
  })

  test('[P2] fewer than 5 or more than 10 steps are a warning', () => {
    const [checklist] = aProgram().checklists
    const parsed = parseProgram({
      ...aProgram(),
      checklists: [{ ...checklist, steps: checklist?.steps.slice(0, 3) }],
    })
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        warnings: [{ severity: 'warning', path: 'checklists.0.steps', message: '3 steps; 5–10 work best' }],
      },
    })
  })

  test('[P1] every circle is named as a path', () => {
    const [send, read, compare] = aProgram().skills
    const two = [
      { ...send, requires: ['send'] },
      { ...read, requires: ['compare'] },
      { ...compare, requires: ['read'] },
    ]
    expect(errors({ ...aProgram(), skills: two })).toEqual([
      'skills: “requires” runs in a circle: send → send',
      'skills: “requires” runs in a circle: read → compare → read',
    ])
  })

  test('[P6] a skill that nothing can ever show is refused, and says why', () => {
    const withSkill = (skill: object, signal: object = {}) =>
      errors({
        ...aProgram(),
        skills: aProgram().skills.map(one => (one.key === 'send' ? { ...one, ...skill } : one)),
        signals: aProgram().signals.map(one => (one.key === 'sent' ? { ...one, ...signal } : one)),
      })
    expect(withSkill({ shownBy: [] })).toEqual([
      'skills.0.shownBy: a skill needs at least one signal that shows it',
    ])
    const never = 'skills.0.shownBy: none of its signals can tell of a success, so nobody can ever have it'
    expect(withSkill({}, { outcome: 'failure' })).toEqual([never])
    expect(withSkill({}, { outcome: { path: 'properties.x', success: [] } })).toEqual([never])
    expect(withSkill({ shownBy: ['sent', 'read'] }, { outcome: 'failure' })).toEqual([])
    expect(withSkill({ contexts: 3 }, { context: { buckets: 2 } })).toEqual([
      'skills.0.contexts: its signals fold contexts into 2, so 3 distinct ones can never be seen; use more buckets or ask for fewer contexts',
    ])
  })

  test('[P6] a skill behind one that can only be practised, and a feature that needs one, are warnings', () => {
    const signals = aProgram().signals.map(one =>
      one.key === 'sent' ? { ...one, outcome: 'success' as const } : one,
    )
    const parsed = parseProgram(aProgram({ signals }))
    expect(parsed.ok && parsed.value.warnings).toMatchObject([
      { path: 'skills.0.shownBy' },
      {
        severity: 'warning',
        path: 'skills.1.requires.0',
        message: '“send” can only be practised, never shown; “read” comes within reach once it was done',
      },
      {
        severity: 'warning',
        path: 'features.1.skills.0',
        message: '“send” can only be practised, never shown; nobody will ever be ready for “contacts”',
      },
    ])
  })

  test('[P6] goals lead somewhere, by names that there are', () => {
    const withGoal = (goal: object, more = {}) =>
      errors({ ...aProgram(), goals: [{ key: 'g', name: 'G', ...goal }], ...more })
    expect(withGoal({ skills: ['read'] })).toEqual([])
    expect(withGoal({ checklist: 'start' }, { goalFact: 'user.aim' })).toEqual([])
    expect(withGoal({})).toEqual(['goals.0: a goal needs skills or a checklist that lead to it'])
    expect(withGoal({ skills: ['gone'] })[0]).toMatch(/^goals\.0\.skills\.0: there is no skill “gone”/)
    expect(withGoal({ checklist: 'gone' })[0]).toMatch(/^goals\.0\.checklist: there is no checklist “gone”/)
    expect(withGoal({ skills: ['read'] }, { goalFact: 'lead.type' })[0]).toMatch(
      /^goalFact: lead, engagement/,
    )
  })

  test('[K3] a skill that nothing can prove is a warning', () => {
    const signals = aProgram().signals.map(signal => ({ ...signal, outcome: 'none' as const }))
    const parsed = parseProgram(aProgram({ signals }))
    expect(
      parsed.ok && parsed.value.warnings.filter(one => one.path.endsWith('shownBy')).map(one => one.path),
    ).toEqual(['skills.0.shownBy', 'skills.1.shownBy', 'skills.2.shownBy'])
  })
})

describe('the public projection', () => {
  test('[P3] holds no weights, rules or exclusions', () => {
    const program = aProgram({
      engagement: { weights: { sent: 9 } },
      qualify: { engagedFrom: 7 },
      exclude: { emailDomains: ['secret.test'] },
    })
    const open = JSON.stringify(publicProgram(program))
    expect(open).not.toMatch(/engagement|engagedFrom|secret\.test|weights/)
    expect(publicProgram(program).version).not.toBe(publicProgram(aProgram()).version)
  })

  test('[P3] a private audience becomes “only when offered”', () => {
    const nudges = aProgram().nudges.map(nudge => ({
      ...nudge,
      audience: { $or: [{ 'lead.type': 'golden' }, { 'user.x': 1 }] },
    }))
    const open = publicProgram(aProgram({ nudges }))
    expect(open.nudges.map(nudge => nudge.audience)).toEqual([
      { 'offer.learn-send': true },
      { 'offer.learn-read': true },
    ])
    expect(JSON.stringify(open)).not.toContain('golden')
  })

  test('[P3] a private fact anywhere else is refused, and what a prompt is judged on stays', () => {
    const secret = { $and: [{ lead: { $elemMatch: { type: 'golden' } } }] }
    const [feature] = aProgram().features
    expect(
      errors({ ...aProgram(), features: [{ ...feature, open: secret }, aProgram().features[1]] })[0],
    ).toMatch(/^features\.0\.open: lead, engagement/)
    const nudges = aProgram().nudges.map(nudge => ({
      ...nudge,
      audience: secret,
      goal: { 'lead.urgency': 3 },
    }))
    expect(errors(aProgram({ nudges }))).toEqual([])
    expect(JSON.stringify(publicProgram(aProgram({ nudges })))).not.toMatch(/lead|golden/)
    const checklists = aProgram().checklists.map(checklist => ({ ...checklist, enabled: false }))
    expect(publicProgram(aProgram({ checklists })).checklists).toEqual([])
  })

  test('[P3] brings what was learned and the goals along, not where the cuts of progress lie', () => {
    const program = aProgram({
      progress: { plateauDays: 9 },
      goals: [{ key: 'g', name: 'G', skills: ['read'] }],
    })
    const open = publicProgram(program, [], UNFITTED)
    expect(open).toMatchObject({ ability: { version: 'unfitted' }, goals: [{ key: 'g' }] })
    expect(JSON.stringify(open)).not.toContain('plateauDays')
    expect(publicProgram(program).ability).toBeUndefined()
    const nudges = program.nudges.map(nudge => ({ ...nudge, audience: { 'ability.plateau': true } }))
    expect(publicProgram({ ...program, nudges }).nudges[0]?.audience).toEqual({ 'offer.learn-send': true })
  })

  test('[P1] a checklist shares no key with a nudge or prompt: both are reported under it', () => {
    const checklists = aProgram().checklists.map(checklist => ({ ...checklist, key: 'learn-send' }))
    expect(errors(aProgram({ checklists }))[0]).toMatch(/“learn-send” is used twice/)
  })

  test('[P3] leaves out what is switched off, and compiles the signals', () => {
    const prompts = aProgram().prompts.map(prompt => ({ ...prompt, enabled: prompt.key === 'help' }))
    const open = publicProgram(aProgram({ prompts }), ['help'])
    expect(open.prompts.map(prompt => prompt.key)).toEqual(['help'])
    expect(open.paused).toEqual(['help'])
    expect(open.signals.map(signal => signal.key)).toEqual(expect.arrayContaining(['sent', '$locked']))
  })

  test('[P5] capture is off by default, may hold only what there is, and reaches browsers', () => {
    expect(publicProgram(aProgram()).capture).toBeUndefined()
    const capture = { attributes: false, pages: true, sessions: true, struggle: true }
    expect(errors(aProgram({ capture }))).toEqual([])
    expect(publicProgram(aProgram({ capture })).capture).toEqual(capture)
    expect(errors({ ...aProgram(), capture: { keystrokes: true } })[0]).toMatch(/^capture/)
    expect(errors({ ...aProgram(), capture: { pages: 'yes' } })[0]).toMatch(/^capture\.pages/)
  })
})
