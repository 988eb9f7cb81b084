import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const DAY_MS = 86_400_000
const toDay = (text: string | undefined): number => Date.parse(`${text?.trim()}T00:00:00Z`) / DAY_MS

/** Files that tell of activity, and the column with its day. */
const ACTIVITY = [
  ['student-learning.csv', 'date_watched'],
  ['student-engagement.csv', 'date_engaged'],
  ['student-exams.csv', 'date_exam_completed'],
  ['student-hub-questions.csv', 'date_question_asked'],
  ['course-ratings.csv', 'date_rated'],
] as const

const readDays = (folder: string, file: string, column: string): readonly (readonly [string, number])[] => {
  const [head = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split('\n')
  const names = head.trim().split(',')
  const [who, when] = [names.indexOf('student_id'), names.indexOf(column)]
  return lines.map(line => line.split(',')).map(cells => [cells[who] ?? '', toDay(cells[when])])
}

/**
 * Counts straight from the files, without the import: who registered from a day on, was active on days 0 to 2 of it and had
 * not bought by then, and how many of them had bought by day `by`, both counted from the registration.
 */
export const countBuyers = (
  folder: string,
  { since, by }: { readonly since: string; readonly by: readonly number[] },
): { readonly students: number; readonly buyers: readonly number[] } => {
  const registered = new Map(readDays(folder, 'student-info.csv', 'date_registered'))
  const active = new Set<string>()
  for (const [file, column] of ACTIVITY)
    for (const [student, day] of readDays(folder, file, column)) {
      const age = day - (registered.get(student) ?? Number.NaN)
      if (age >= 0 && age <= 2) active.add(student)
    }
  const boughtAt = new Map<string, number>()
  for (const [student, day] of readDays(folder, 'student-purchases.csv', 'date_purchased')) {
    const age = day - (registered.get(student) ?? Number.NaN)
    boughtAt.set(student, Math.min(boughtAt.get(student) ?? age, age))
  }
  const ages = [...registered]
    .filter(([student, day]) => day >= toDay(since) && active.has(student))
    .map(([student]) => boughtAt.get(student) ?? Number.POSITIVE_INFINITY)
    .filter(age => age > 2)
  return { students: ages.length, buyers: by.map(last => ages.filter(age => age <= last).length) }
}
