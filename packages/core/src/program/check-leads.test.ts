import { describe, expect, test } from 'vitest'
import { aProgram } from '../../test/sample.ts'
import { checkProgram, type Program, publicProgram } from '../index.ts'
import { parseProgram } from './parse.ts'

const problems = (over: Partial<Program>) =>
  checkProgram(aProgram(over)).map(({ severity, path }) => `${severity} ${path}`)

const FULL: Partial<Program> = {
  engagement: { weights: { sent: 10 }, windowDays: 60, decay: 'exponential', halfLifeDays: 7, dailyCap: 5 },
  communication: { activeDays: 7, answeredShare: 0.4 },
  leads: {
    cuts: { activation: { low: 0.2, high: 0.8 }, engagement: { low: 10, high: 50 } },
    odds: { 'golden-lead': 0.8 },
    priorWeight: 40,
    trialDays: 30,
    claims: {
      famous: { 'account.employees': { $gte: 5000 } },
      noFit: { 'survey.in-the-way': { $in: ['no'] } },
    },
    mql: { 'account.employees': { $gte: 50 } },
    sql: { 'lead.stage': 'pql', 'propensity.p': { $gte: 0.2 } },
  },
  playbook: {
    grid: { complex: { small: 'first-event' } },
    complexity: 'complex',
    deals: { mid: 500, large: 5000 },
    attentionPerWeek: 3,
    slaHours: 12,
    handRaiseSlaHours: 1,
  },
  forecast: {
    currency: 'EUR',
    horizonDays: 45,
    closeDays: 60,
    dealSize: { path: 'account.acv', rules: [{ when: { 'account.plan': 'pro' }, size: 348 }] },
  },
  segments: [{ key: 'engaged', name: 'Engaged', where: { 'engagement.score': { $gte: 60 } } }],
}

describe('what a program says about leads', () => {
  test('[L24] all of it is optional, and none of it reaches a browser', () => {
    expect(checkProgram(aProgram(FULL))).toEqual([])
    expect(parseProgram(aProgram(FULL)).ok).toBe(true)
    const open = publicProgram(aProgram(FULL))
    const parts = ['engagement', 'communication', 'leads', 'playbook', 'forecast', 'segments']
    expect(parts.filter(part => part in open)).toEqual([])
    expect(JSON.stringify(open)).not.toMatch(/348|account\.acv|5000|engaged/)
  })

  test('[L24] a part that does not exist, and a figure out of its range, are refused with their path', () => {
    const bad = (over: object) => {
      const parsed = parseProgram({ ...aProgram(), ...over })
      return parsed.ok ? [] : parsed.error.map(one => one.path)
    }
    expect(bad({ leads: { odds: { 'golden-lead': 9 } } })).toEqual(['leads.odds.golden-lead'])
    expect(bad({ leads: { odds: { unicorn: 0.5 } } })).toEqual(['leads.odds.unicorn'])
    expect(bad({ engagement: { weights: { sent: 11 } } })).toEqual(['engagement.weights.sent'])
    expect(bad({ playbook: { grid: { simple: { small: 'never' } } } })).toEqual([
      'playbook.grid.simple.small',
    ])
    expect(bad({ forecast: { currency: 'dollars' } })).toEqual(['forecast.currency'])
  })

  test('[L24] cuts stand in their order', () => {
    expect(problems({ leads: { cuts: { activation: { low: 0.7 } } } })).toEqual([
      'error leads.cuts.activation',
    ])
    expect(problems({ leads: { cuts: { engagement: { low: 0 } } } })).toEqual(['error leads.cuts.engagement'])
    expect(problems({ playbook: { deals: { mid: 5, large: 5 } } })).toEqual(['error playbook.deals'])
  })

  test('[L18] a grid that is not monotone is refused, with the cell', () => {
    expect(problems({ playbook: { grid: { simple: { large: 'hand-raise' } } } })).toEqual([
      'error playbook.grid.simple.large',
    ])
  })

  test('[L24] a condition that would read its own answer is refused', () => {
    const path = (over: Partial<Program>) => problems(over)
    expect(path({ leads: { claims: { noFit: { $or: [{ 'lead.type': 'fizzler' }] } } } })).toEqual([
      'error leads.claims.noFit',
    ])
    expect(path({ leads: { mql: { 'lead.mqlAt': { $gte: 1 } } } })).toEqual(['error leads.mql'])
    expect(
      path({ forecast: { dealSize: { rules: [{ when: { 'lead.size': 'large' }, size: 1 }] } } }),
    ).toEqual(['error forecast.dealSize.rules.0.when'])
  })

  test('[P7] conditions about accounts name signals, steps and facts that exist', () => {
    const where = (condition: Record<string, unknown>) =>
      problems({ segments: [{ key: 'one', name: 'One', where: condition }] })
    expect(where({ 'events.nope.count': 1 })).toEqual(['error segments.0.where'])
    expect(where({ 'lead.mood': 'good' })).toEqual(['warning segments.0.where'])
    expect(where({ 'skill.send.able': true })).toEqual(['warning segments.0.where'])
    expect(where({ 'engagement.score': 'high' })).toEqual(['warning segments.0.where'])
    expect(where({ 'activation.step.nope': true })).toEqual(['error segments.0.where'])
    expect(
      where({
        'lead.type': 'fizzler',
        'ability.able': { $gte: 2 },
        'communication.silentSince': { $ago: '7d' },
      }),
    ).toEqual([])
  })

  test('[P1] two segments of one key are refused', () => {
    const one = { key: 'one', name: 'One', where: {} }
    expect(problems({ segments: [one, one] })).toEqual(['error segments.1.key'])
  })
})
