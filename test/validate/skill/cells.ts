const RIGHT = ['1', 'true', 't', 'yes', 'y', 'correct', 'right', 'success', 'ok', 'pass', 'passed']
const WRONG = [
  ...['0', 'false', 'f', 'no', 'n', 'incorrect', 'wrong', 'failure', 'error', 'fail', 'failed'],
  ...['hint', 'initial_hint', '-1'],
]

/** Right, wrong, or undefined when a cell says neither; a number from `rightFrom` on is right. */
export const readCorrect = (cell: string, rightFrom: number): boolean | undefined => {
  const word = cell.trim().toLowerCase()
  if (word === '') return undefined
  const number = Number(word)
  if (!Number.isNaN(number)) return number >= rightFrom
  return RIGHT.includes(word) ? true : WRONG.includes(word) ? false : undefined
}

/** Skills of one cell: `a~b`, `a~~b` and `a;b` are two; `given` is used instead when it is set. */
export const readSkills = (cell: string, given: string | undefined): readonly string[] => [
  ...new Set(
    (given === undefined ? cell.split(/~+|;/) : given === '' ? [cell] : cell.split(given))
      .map(skill => skill.trim())
      .filter(skill => skill !== ''),
  ),
]

/** What a number of a time can count, in ms. */
export const TIME_UNITS = { s: 1000, ms: 1, d: 86_400_000 } as const
export type TimeUnit = keyof typeof TIME_UNITS

/** Epoch ms of a cell; undefined when it is not a time. Without a unit, numbers are told by their size. */
export const readTime = (cell: string, unit: TimeUnit | undefined): number | undefined => {
  const word = cell.trim()
  if (word === '') return undefined
  const number = Number(word)
  if (Number.isNaN(number)) {
    const at = Date.parse(word)
    return Number.isNaN(at) ? undefined : at
  }
  if (unit !== undefined) return number * TIME_UNITS[unit]
  return number > 1e11 ? number : number > 1e8 ? number * 1000 : undefined
}
