import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type BucketRange,
  chooseVariation,
  getBucketRange,
  getEqualWeights,
  hash,
  inNamespace,
} from '../packages/core/src/bucket.ts'
import { evaluate } from '../packages/core/src/condition.ts'
import type { JsonObject } from '../packages/core/src/json.ts'

/** The parts of the public suite that Fireball answers for. Source: https://docs.growthbook.io/lib/build-your-own */
interface Suite {
  readonly specVersion: string
  readonly evalCondition: readonly [
    name: string,
    condition: JsonObject,
    attributes: JsonObject,
    expected: boolean,
    savedGroups?: Readonly<Record<string, readonly unknown[]>>,
  ][]
  readonly hash: readonly [seed: string, value: string, version: number, expected: number | null][]
  readonly getBucketRange: readonly [
    name: string,
    input: readonly [variations: number, coverage: number, weights: readonly number[] | null],
    expected: readonly BucketRange[],
  ][]
  readonly chooseVariation: readonly [
    name: string,
    place: number,
    ranges: readonly BucketRange[],
    expected: number,
  ][]
  readonly inNamespace: readonly [
    name: string,
    userId: string,
    namespace: readonly [name: string, start: number, end: number],
    expected: boolean,
  ][]
  readonly getEqualWeights: readonly [count: number, expected: readonly number[]][]
}

const data = process.env.FIREBALL_SHARED_DATA ?? join(import.meta.dirname, '../../shared/data')
const file = join(data, 'conditions/growthbook-cases.json')
const isPresent = existsSync(file)
const load = (): Suite => JSON.parse(readFileSync(file, 'utf8'))

/** The suite prints its numbers with up to eight digits. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

describe.skipIf(!isPresent)(
  isPresent ? 'GrowthBook’s public suite' : `GrowthBook’s public suite: skipped, there is no ${file}`,
  () => {
    test('is the version that we answer for', () => {
      expect(load().specVersion).toBe('0.8.0')
    })

    test('evalCondition: 248 cases', () => {
      const cases = load().evalCondition
      const got = cases.map(([name, condition, facts, , savedGroups]) => [
        name,
        evaluate(condition, facts, { now: 0, savedGroups }),
      ])
      expect(got).toEqual(cases.map(([name, , , expected]) => [name, expected]))
      expect(got).toHaveLength(248)
    })

    test('hash: 15 cases', () => {
      const cases = load().hash
      const got = cases.map(([seed, value, version]) => hash(seed, value, version))
      expect(got).toEqual(cases.map(([, , , expected]) => expected))
      expect(got).toHaveLength(15)
    })

    test('getBucketRange: 13 cases', () => {
      const cases = load().getBucketRange
      const got = cases.map(([name, input]) => [
        name,
        getBucketRange(...input).map(range => range.map(rounded)),
      ])
      expect(got).toEqual(cases.map(([name, , expected]) => [name, expected]))
      expect(got).toHaveLength(13)
    })

    test('chooseVariation: 13 cases', () => {
      const cases = load().chooseVariation
      const got = cases.map(([name, place, ranges]) => [name, chooseVariation(place, ranges)])
      expect(got).toEqual(cases.map(([name, , , expected]) => [name, expected]))
      expect(got).toHaveLength(13)
    })

    test('inNamespace: 16 cases', () => {
      const cases = load().inNamespace
      const got = cases.map(([name, userId, namespace]) => [name, inNamespace(userId, namespace)])
      expect(got).toEqual(cases.map(([name, , , expected]) => [name, expected]))
      expect(got).toHaveLength(16)
    })

    test('getEqualWeights: 6 cases', () => {
      const cases = load().getEqualWeights
      const got = cases.map(([count]) => getEqualWeights(count).map(rounded))
      expect(got).toEqual(cases.map(([, expected]) => expected.map(rounded)))
      expect(got).toHaveLength(6)
    })
  },
)
