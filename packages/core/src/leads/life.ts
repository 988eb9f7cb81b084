import type { LifeRecord, LifeStage } from '../lead-api.ts'
import type { Happening, LifeFacts } from './life-facts.ts'

/** A point that an account’s life reached. */
export interface LifeMark {
  readonly cycle: number
  readonly stage: LifeStage
  readonly at: number
  readonly reasons: readonly string[]
  /** A state that comes and goes (at risk, expanding): it is dated by when it was noticed, not by evidence. */
  readonly isState: boolean
}

/** From the beginning to the end of a cycle; the furthest that was reached is where an account stands. */
const ORDER: readonly LifeStage[] = [
  'signed-up',
  'activating',
  'recycled',
  'first-value',
  'pql',
  'touched',
  'won',
  'lost',
  'expanding',
  'at-risk',
  'churned',
]

/** Records in the order of a life: by their time, and of one instant by cycle and stage. */
export const inLifeOrder = <R extends Pick<LifeRecord, 'at' | 'cycle' | 'stage'>>(
  records: readonly R[],
): readonly R[] =>
  [...records].sort(
    (a, b) => a.at - b.at || a.cycle - b.cycle || ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage),
  )

interface Walk {
  cycle: number
  marks: LifeMark[]
  isWon: boolean
  /** Won by a person’s word alone, which a later word may correct. */
  isWord: boolean
  isClosed: boolean
}

const put = (walk: Walk, { stage, at, say }: Happening): void => {
  const { cycle, marks } = walk
  if (marks.some(one => one.cycle === cycle && one.stage === stage)) return
  marks.push({ cycle, stage, at, reasons: [say], isState: false })
}

const reopen = (walk: Walk, at: number, say: string): void => {
  walk.cycle += 1
  walk.isWon = walk.isWord = walk.isClosed = false
  put(walk, { stage: 'recycled', at, say, isWord: false })
}

/** A purchase or a new qualification opens a closed cycle again; a loss or a cancellation closes an open one. */
const step = (walk: Walk, happening: Happening): void => {
  const { stage, at, isWord, say } = happening
  const isCustomer = walk.isWon && !walk.isClosed
  if (stage === 'recycled') reopen(walk, at, say)
  else if (stage === 'pql') {
    if (isCustomer) return
    if (walk.isClosed) reopen(walk, at, 'Qualified again.')
    put(walk, happening)
  } else if (stage === 'touched') {
    if (!walk.isWon && !walk.isClosed) put(walk, happening)
  } else if (stage === 'won') {
    if (walk.isClosed) reopen(walk, at, 'Bought after all.')
    walk.isWord = walk.isWon ? walk.isWord && isWord : isWord
    walk.isWon = true
    put(walk, happening)
  } else if (stage === 'churned') {
    if (!isCustomer) return
    walk.isClosed = true
    put(walk, happening)
  } else if (stage === 'lost') {
    if (walk.isClosed || (walk.isWon && !(walk.isWord && isWord))) return
    walk.marks = walk.marks.filter(one => one.cycle !== walk.cycle || one.stage !== 'won')
    walk.isWon = false
    walk.isClosed = true
    put(walk, happening)
  } else put(walk, happening)
}

/**
 * Every point that an account’s life reached, each stage once a cycle, in order. A loss or a cancellation closes a cycle;
 * a person’s word, a new qualification or a purchase opens the next. The order of the facts changes nothing.
 */
export const lifeStages = (facts: LifeFacts): readonly LifeMark[] => {
  const walk: Walk = { cycle: 1, marks: [], isWon: false, isWord: false, isClosed: false }
  const inOrder = [...facts.happenings]
    .filter(one => one.at <= facts.now)
    .sort(
      (a, b) =>
        a.at - b.at ||
        ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage) ||
        Number(a.isWord) - Number(b.isWord) ||
        (a.say < b.say ? -1 : Number(a.say > b.say)),
    )
  for (const happening of inOrder) step(walk, happening)
  if (walk.isWon && !walk.isClosed)
    for (const [stage, say] of [
      ['expanding', facts.expansion],
      ['at-risk', facts.risk],
    ] as const)
      if (say !== null)
        walk.marks.push({ cycle: walk.cycle, stage, at: facts.now, reasons: [say], isState: true })
  return walk.marks
}

/** Where an account stands. `reopenedAt`: when its present cycle began; null in the first. */
export interface PresentStage {
  readonly stage: LifeStage
  readonly cycle: number
  readonly since: number | null
  readonly reopenedAt: number | null
}

/** The furthest point of the present cycle; a state is as old as its record among `written` says. */
export const presentStage = (
  marks: readonly LifeMark[],
  written: readonly LifeRecord[] = [],
): PresentStage => {
  const cycle = Math.max(1, ...marks.map(one => one.cycle))
  const present = marks.filter(one => one.cycle === cycle)
  const [mark] = [...present].sort((a, b) => ORDER.indexOf(b.stage) - ORDER.indexOf(a.stage))
  const noticed = written.find(
    one =>
      mark?.isState === true &&
      one.withdrawnAt === undefined &&
      one.cycle === cycle &&
      one.stage === mark.stage,
  )
  return {
    stage: mark?.stage ?? 'signed-up',
    cycle,
    since: noticed?.at ?? mark?.at ?? null,
    reopenedAt: cycle === 1 ? null : (present.find(one => one.stage === 'recycled')?.at ?? null),
  }
}

/** What is to be written and withdrawn, so that what stands is what the marks say. */
export interface LifeChange {
  /** `isNew`: this stage did not stand in this cycle; else only its date or reasons were corrected. */
  readonly write: readonly (LifeMark & { readonly isNew: boolean })[]
  readonly withdraw: readonly LifeRecord[]
}

/**
 * Compares what was written with what the evidence says now. A record is never edited: one whose date proves wrong is
 * withdrawn, and the right one written. A state keeps the date at which it was noticed, and is written anew when it has
 * another reason.
 */
export const lifeTransitions = (written: readonly LifeRecord[], marks: readonly LifeMark[]): LifeChange => {
  const standing = written.filter(one => one.withdrawnAt === undefined)
  const isSame = (record: LifeRecord, mark: LifeMark): boolean =>
    record.cycle === mark.cycle && record.stage === mark.stage
  const kept = new Set<LifeRecord>()
  const write: (LifeMark & { readonly isNew: boolean })[] = []
  for (const mark of marks) {
    const before = standing.filter(one => isSame(one, mark))
    const same = before.find(one => mark.isState || one.at === mark.at)
    if (same === undefined) write.push({ ...mark, isNew: before.length === 0 })
    else if (mark.isState && same.reasons.join() !== mark.reasons.join())
      // For another reason now: noticed when it was.
      write.push({ ...mark, at: same.at, isNew: false })
    else kept.add(same)
  }
  return { write, withdraw: standing.filter(one => !kept.has(one)) }
}
