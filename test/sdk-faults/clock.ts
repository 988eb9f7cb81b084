import type { Scenario } from './trial.ts'

/** The page's clock is off by so much, as the machine's would be. */
const skewed = (skewMs: number): string => `<script>{
  const RealDate = Date
  const trueNow = RealDate.now.bind(RealDate)
  const origin = performance.timeOrigin
  window.trueNow = trueNow
  window.Date = class extends RealDate {
    constructor(...args) { args.length ? super(...args) : super(trueNow() + ${skewMs}) }
    static now() { return trueNow() + ${skewMs} }
  }
  Object.defineProperty(performance, 'timeOrigin', { get: () => origin + ${skewMs} })
}</script>`

const DAY_MS = 86_400_000
const STALL_MS = 30_000

const clockScenario = (name: string, skewMs: number): Scenario => ({
  name: `clock ${name}, 30 s stall`,
  site: () => ({ before: skewed(skewMs) }),
  stays: true,
  async run({ open, dice, gate, pause, figures, kept, arrivedKeys }) {
    const page = await open()
    const track = async (count: number) => page.track(count)
    await track(3)
    await pause(dice.between(0, 900))
    await track(dice.between(1, 3))
    await pause(600)
    // What leaves now is under way for so long; the next batch is not.
    await gate.fault({ kind: 'stall', stallMs: STALL_MS })
    await track(dice.between(2, 5))
    await pause(700)
    await gate.fault({ kind: 'up' })
    for (let i = 0; i < 4; i++) {
      await track(2)
      await pause(dice.between(50, 900))
    }
    const wanted = await page.tab.evaluate<number>('trialCount')
    const deadline = performance.now() + STALL_MS + 15_000
    while (arrivedKeys().size < wanted && performance.now() < deadline) await pause(200)
    await pause(500)
    const numberOf = (key: string) => Number(key.split(':')[1])
    const rows = [...kept()].sort((a, b) => numberOf(a.key) - numberOf(b.key))
    figures.clockErrorMs = Math.max(...rows.map(({ at, trueAt = at }) => Math.abs(at - trueAt)))
    figures.inversions = rows.filter(({ at }, i) => at < (rows[i - 1]?.at ?? at)).length
  },
})

/** A clock that is wrong, and a request that is under way for half a minute. */
export const CLOCKS: readonly Scenario[] = [
  clockScenario('24 h ahead', DAY_MS),
  clockScenario('24 h behind', -DAY_MS),
  clockScenario('right', 0),
]
