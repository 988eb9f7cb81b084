import type { Bench } from '../../scripts/bench.ts'
import { runSchedule } from './widget/arbitration.ts'

const SCHEDULES = 10_000

/**
 * What a person is shown twice in 10,000 random schedules over four to six tabs: the real client in each, with late
 * notes, slow disks, locks, sleeping tabs and killed ones. Seeds 1 to 10,000; some minutes.
 */
export const run: Bench = async report => {
  let [doubles, schedules] = [0, 0]
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const { length } = await runSchedule(seed)
    doubles += length
    if (length > 0) schedules++
  }
  report({ metric: 'widget.arbitration.doubles', value: doubles, unit: `in ${SCHEDULES} schedules` })
  report({ metric: 'widget.arbitration.schedules_with_doubles', value: schedules, unit: 'schedules' })
}
