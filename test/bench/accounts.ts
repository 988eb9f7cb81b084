import { loadavg } from 'node:os'
import type { Bench } from '../../scripts/bench.ts'
import { benchEvaluation } from './accounts/evaluation.ts'
import { benchLag } from './accounts/lag.ts'
import { benchList } from './accounts/list.ts'
import { benchMemory } from './accounts/memory.ts'

/**
 * How fast accounts are judged as leads: evaluations a second of one large account beside reading its rows alone; the memory
 * that one of a million rows takes; the time from the commit of an event to its offer under load; and the first page of the
 * list where 100,000 accounts are stored. Of an evaluation nearly half is reading, which is mostly making objects of what
 * the store tells; the rest goes by users × skills rather than by rows, as long as all rows have one shape.
 */
export const run: Bench = async report => {
  const say = (metric: string, value: number, unit: string, more: object = {}): void =>
    report({ metric: `accounts.${metric}`, value: Number(value.toFixed(2)), unit, ...more })
  say('machine_load', loadavg()[0] ?? 0, 'processes')
  await benchEvaluation(say)
  await benchMemory(say)
  await benchList(say)
  await benchLag(say)
}
