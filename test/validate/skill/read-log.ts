import { parse } from 'csv-parse/sync'
import type { Answer, Log } from './answers.ts'
import { readCorrect, readSkills, readTime, type TimeUnit } from './cells.ts'
import { findColumns, type Mapping } from './columns.ts'

export interface ReadOptions {
  readonly mapping?: Mapping | undefined
  /** A number from which on an answer is right. */
  readonly rightFrom?: number | undefined
  /** What parts the skills of one cell; `''` = nothing does. */
  readonly skillSeparator?: string | undefined
  readonly timeUnit?: TimeUnit | undefined
}

const ONE_SKILL = 'all'

const delimiterOf = (text: string): string => {
  const [header = ''] = text.split(/\r?\n/, 1)
  const count = (mark: string): number => header.split(mark).length
  return ['\t', ',', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

const rowsOf = (text: string): string[][] => {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
    })
  } catch (error) {
    throw new Error(`this is no csv or tsv: ${error instanceof Error ? error.message : error}`)
  }
}

interface Read extends Answer {
  readonly id: string
  readonly line: number
}

const grouped = <T extends { readonly user: string }>(rows: readonly T[]): readonly (readonly T[])[] => {
  const byUser = new Map<string, T[]>()
  for (const row of rows) {
    const known = byUser.get(row.user)
    if (known === undefined) byUser.set(row.user, [row])
    else known.push(row)
  }
  return [...byUser.values()]
}

/**
 * Reads a log of answers, csv or tsv. Rows that repeat one answer for each of its skills become one answer; a row that
 * says again what an earlier one said is left out. Both need a time or an id to be told from a retry.
 */
export const readLog = (text: string, options: ReadOptions = {}): Log => {
  const [header, ...lines] = rowsOf(text)
  if (header === undefined) throw new Error('the file is empty')
  const places = findColumns(header, options.mapping ?? {})
  const { rightFrom = 0.5, skillSeparator, timeUnit } = options
  const notes: string[] = []
  const note = (count: number, say: string): void => {
    if (count > 0) notes.push(`${count.toLocaleString('en-US')} ${say}`)
  }
  const unreadable = new Map<string, number>()
  let nameless = 0
  let largest = 0
  let withoutSkill = 0
  const rows = lines.flatMap((cells, i): Read[] => {
    const cell = (place: number): string => (place < 0 ? '' : (cells[place] ?? '').trim())
    const user = cell(places.user)
    const given = cell(places.correct)
    const isRight = readCorrect(given, rightFrom)
    const item = cell(places.item)
    const named = places.skill < 0 ? [ONE_SKILL] : readSkills(cell(places.skill), skillSeparator)
    largest = Math.max(largest, Number(given) || 0)
    if (user === '' || (item === '' && named.length === 0)) nameless++
    else if (isRight === undefined) unreadable.set(given, (unreadable.get(given) ?? 0) + 1)
    else {
      if (named.length === 0) withoutSkill++
      const skills = named.length === 0 ? ['(none)'] : named
      const at = readTime(cell(places.time), timeUnit)
      return [{ user, item, skills, isRight, at, id: cell(places.id), line: i }]
    }
    return []
  })
  if (largest > 1 && options.rightFrom === undefined)
    throw new Error(
      `column ${header[places.correct]} holds numbers up to ${largest}; say from which on an answer is right: --right-from N`,
    )
  if (rows.length === 0)
    throw new Error(
      lines.length === 0
        ? 'there are no rows below the header'
        : `none of ${lines.length} rows has a user, an item or skill, and a readable ${header[places.correct]} (the first says ${JSON.stringify([...unreadable.keys()][0] ?? '')})`,
    )
  note(nameless, 'rows without a user, or without both item and skill, were left out')
  for (const [value, count] of [...unreadable].sort((a, b) => b[1] - a[1]).slice(0, 5))
    note(count, `rows say ${JSON.stringify(value)} for right or wrong, and were left out`)
  note(withoutSkill, 'rows name no skill and count as a skill of their own, “(none)”')
  if (places.skill < 0) notes.push('no column for skill: all answers show one skill')

  const times = new Set(rows.slice(0, 100_000).map(row => row.at))
  const hasTime = times.size > 1 && rows.every(row => row.at !== undefined)
  const hasId = places.id >= 0 && new Set(rows.map(row => row.id)).size > 1
  if (!hasTime) notes.push('no usable time: order stands in for it')

  let merged = 0
  let repeated = 0
  let alike = 0
  const answers = grouped(rows).flatMap(ofUser => {
    const sorted = hasTime ? [...ofUser].sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.line - b.line) : ofUser
    if (sorted.some((row, i) => row !== ofUser[i])) alike++
    const kept: (Answer & { readonly id: string })[] = []
    const known = new Map<string, number>()
    for (const { line: _, ...row } of sorted) {
      const sameness = hasId ? `${row.id}\t${row.item}` : hasTime ? `${row.at}\t${row.item}` : undefined
      const place = sameness === undefined ? kept.length - 1 : known.get(sameness)
      const earlier = place === undefined ? undefined : kept[place]
      const fresh = row.skills.filter(skill => !earlier?.skills.includes(skill))
      const isSame = row.item !== '' && earlier?.item === row.item && earlier.isRight === row.isRight
      if (earlier !== undefined && place !== undefined && isSame && fresh.length > 0) {
        kept[place] = { ...earlier, skills: [...earlier.skills, ...fresh] }
        merged++
      } else if (isSame && sameness !== undefined) repeated++
      else {
        if (sameness !== undefined) known.set(sameness, kept.length)
        // Answers of one instant keep the order in which the log has them.
        const before = kept.at(-1)?.at
        kept.push({
          ...row,
          at: !hasTime || row.at === undefined ? undefined : Math.max(row.at, (before ?? row.at - 1) + 1),
        })
      }
    }
    return kept
  })
  note(merged, 'rows repeat the answer before for another of its skills: one answer of several skills')
  note(repeated, 'rows say again what an earlier one said, and were left out')
  note(alike, 'users were not in order of time, and were sorted')
  return { answers: answers.map(({ id: _, ...answer }) => answer), notes }
}
