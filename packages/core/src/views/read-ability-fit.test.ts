import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abilityOf, readAbilityFit, UNFITTED } from '../index.ts'

const FIT = {
  ...UNFITTED,
  version: 'abc',
  skills: { read: -3 },
  signals: { s1: { mean: 4, contexts: { abcdefg: -12 } } },
}

describe('a fit that arrives', () => {
  test('[M9] is read as it was written', () => {
    expect(readAbilityFit(JSON.parse(JSON.stringify(FIT)))).toEqual({ ok: true, value: FIT })
    expect(readAbilityFit(UNFITTED)).toEqual({ ok: true, value: UNFITTED })
  })

  test('[M9] features of a later version are left out', () => {
    const later = readAbilityFit({ ...FIT, weights: { ...FIT.weights, sleep: 2 }, doubts: { sleep: 1 } })
    expect(later).toEqual({ ok: true, value: FIT })
  })

  test.each([
    [null, '', 'object', 'null'],
    [[], '', 'object', '[]'],
    [{ ...FIT, version: 7 }, 'version', 'name', '7'],
    [{ ...FIT, spread: 0 }, 'spread', 'positive number', '0'],
    [{ ...FIT, spread: Number.NaN }, 'spread', 'positive number', 'null'],
    [{ ...FIT, weights: undefined }, 'weights', 'object', 'undefined'],
    [{ ...FIT, weights: { start: 1e300 } }, 'weights.start', 'number', '1e+300'],
    [{ ...FIT, weights: { start: '1' } }, 'weights.start', 'number', '"1"'],
    [{ ...FIT, doubts: { own: null } }, 'doubts.own', 'number', 'null'],
    [{ ...FIT, skills: { read: 0.5 } }, 'skills.read', 'whole number of sixteenths', '0.5'],
    [{ ...FIT, signals: [] }, 'signals', 'object', '[]'],
    [{ ...FIT, signals: { s1: {} } }, 'signals.s1.mean', 'whole number of sixteenths', 'undefined'],
    [{ ...FIT, signals: { s1: { mean: 1 } } }, 'signals.s1.contexts', 'object', 'undefined'],
    [
      { ...FIT, signals: { s1: { mean: 1, contexts: { a: {} } } } },
      'signals.s1.contexts.a',
      'whole number of sixteenths',
      '{}',
    ],
  ])('[M9] %j is refused at “%s”', (raw, path, expected, got) => {
    expect(readAbilityFit(raw)).toEqual({
      ok: false,
      error: { code: 'bad-ability-fit', path, expected, got },
    })
  })

  test('[M9] whatever comes is refused with a code, or gives abilities', () => {
    const part = fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything()), fc.double())
    const raw = fc.record(
      { version: part, weights: part, doubts: part, spread: part, skills: part, signals: part },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          raw,
          raw.map(one => ({ ...FIT, ...one })),
        ),
        given => {
          const read = readAbilityFit(given)
          if (read.ok) {
            const { p } = abilityOf({ skill: 'read', rows: [], elsewhere: [], fit: read.value, now: 0 })
            expect(p >= 0 && p <= 1).toBe(true)
          } else expect(read.error.code).toBe('bad-ability-fit')
        },
      ),
      { numRuns: 100 },
    )
  })
})
