import { abilitiesOf, quantile } from '@fireball/core'
import { sampleFit, sampleUser } from './sample.ts'

const SAMPLES = 1000
/** One sample is a few calls: short enough that other work on the machine seldom falls into it. */
const CALLS = 5

const fit = sampleFit()
const { skills, rowsOf, now } = sampleUser()

/** What no view can do without: every counter read and added up, by skill. */
const bareSum = (): number => {
  let all = 0
  for (const { shownBy } of skills) {
    let successes = 0
    let failures = 0
    let assisted = 0
    for (const key of shownBy)
      for (const row of rowsOf[key] ?? []) {
        successes += row.success
        failures += row.failure
        assisted += row.successAssisted
      }
    all += successes - failures + assisted
  }
  return all
}

const view = (): number => {
  const abilities = abilitiesOf({ skills, rowsOf, fit, now })
  return abilities[skills[0]?.key ?? '']?.p ?? 0
}

/** Median microseconds of one call; what the calls give is kept, so that none can be left out. */
const medianUs = (call: () => number): { us: number; kept: number } => {
  const times: number[] = []
  let kept = 0
  for (let sample = 0; sample < SAMPLES; sample++) {
    const startedAt = performance.now()
    for (let n = 0; n < CALLS; n++) kept += call()
    times.push(((performance.now() - startedAt) * 1000) / CALLS)
  }
  return { us: quantile(times, 0.5) ?? 0, kept }
}

// The first rounds warm the engine up.
medianUs(view)
medianUs(bareSum)
const ours = medianUs(view)
const theirs = medianUs(bareSum)
Object.assign(globalThis, { measured: { viewUs: ours.us, bareUs: theirs.us, kept: ours.kept + theirs.kept } })
