import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the sample holds, counted while it was made. */
export interface Sample {
  readonly users: number
  readonly events: Readonly<Record<string, number>>
  readonly tenthsOfMinutes: number
  /** Steps done of seven, by student. */
  readonly steps: Readonly<Record<string, number>>
  readonly undated: number
}

const csv = (header: string, rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows.map(row => row.join(','))].join('\n')}\n`

const day = (n: number): string =>
  new Date(Date.parse('2022-01-01') + n * 86_400_000).toISOString().slice(0, 10)

/** A generator of numbers below n, the same in every run. */
const createDice = (seed: number) => {
  let state = seed
  return (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** Writes a small set of invented logs in the shape of the public 365 data set. */
export const writeSample365 = async (folder: string, users: number): Promise<Sample> => {
  const below = createDice(365)
  const info: (string | number)[][] = []
  const learning: (string | number)[][] = []
  const active: (string | number)[][] = []
  const exams: (string | number)[][] = []
  const questions: (string | number)[][] = []
  const purchases: (string | number)[][] = []
  const ratings: (string | number)[][] = []
  const quizzes: (string | number)[][] = []
  const steps: Record<string, number> = {}
  let tenthsOfMinutes = 0
  let quizDays = 0
  for (let i = 0; i < users; i++) {
    const id = 1000 + i
    const from = below(100)
    info.push([id, ['DE', 'IN', 'BR'][below(3)] ?? 'DE', day(from)])
    const eager = i % 4
    let watched = 0
    const courses = new Set<number>()
    for (let n = 0; n < eager * 2; n++) {
      const tenths = 1 + below(250)
      const course = 1 + below(eager)
      courses.add(course)
      watched += tenths
      // One row a student, course and day: as many days as rows.
      learning.push([id, course, tenths / 10, day(from + n)])
    }
    tenthsOfMinutes += watched
    let quizzed = false
    for (let n = 0; n < eager; n++) {
      const hasQuiz = below(2)
      quizDays += hasQuiz
      quizzed ||= hasQuiz === 1
      active.push([active.length + 1, id, hasQuiz, 0, 1, day(from + n)])
    }
    const scores = Array.from(
      { length: eager === 3 ? 4 : eager === 2 ? 1 : 0 },
      () => [40, 59, 60, 100][below(4)] ?? 0,
    )
    for (const [n, score] of scores.entries())
      exams.push([exams.length + 1, id, 100 + n, score, '5.5', day(from + n)])
    if (i % 9 === 0) questions.push([questions.length + 1, id, day(from + 1)])
    if (i % 7 === 0) purchases.push([purchases.length + 1, id, 'Annual', day(from + 2)])
    if (i % 5 === 0) ratings.push([1, id, 1 + below(5), day(from + 3)])
    for (let n = 0; n < eager; n++) quizzes.push([id, n, n, n])
    steps[id] = [
      eager > 0,
      watched >= 300,
      quizzed,
      eager >= 2,
      scores.length > 0,
      scores.some(score => score >= 60),
      courses.size >= 2,
    ].filter(Boolean).length
  }
  // Rows that can be placed nowhere: without a date, with none that is one, without a student.
  learning.push([1000, 1, 5, ''], [1000, 1, 5, 'soon'], ['', 1, 5, day(1)])
  const files = {
    'student-info.csv': csv('student_id,student_country,date_registered', info),
    'student-learning.csv': csv('student_id,course_id,minutes_watched,date_watched', learning),
    'student-engagement.csv': csv(
      'engagement_id,student_id,engagement_quizzes,engagement_exams,engagement_lessons,date_engaged',
      active,
    ),
    'student-exams.csv': csv(
      'exam_attempt_id,student_id,exam_id,exam_result,exam_completion_time,date_exam_completed',
      exams,
    ),
    'exam-info.csv': 'exam_id,exam_category,exam_duration\n100,1,30\n101,2,10\n',
    'student-hub-questions.csv': csv('hub_question_id,student_id,date_question_asked', questions),
    'student-purchases.csv': csv('purchase_id,student_id,purchase_type,date_purchased', purchases),
    'course-ratings.csv': csv('course_id,student_id,course_rating,date_rated', ratings),
    'student-quizzes.csv': csv('student_id,quiz_id,question_id,answer_id', quizzes),
    'course-info.csv': 'course_id,course_title\n1,"Sums, and more"\n',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return {
    users,
    tenthsOfMinutes,
    steps,
    undated: quizzes.length,
    events: {
      identify: users,
      'Signed Up': users,
      'Lesson Watched': learning.length - 3,
      'Day Active': active.length,
      'Quiz Day': quizDays,
      'Exam Finished': exams.length,
      'Question Asked': questions.length,
      'Subscription Started': purchases.length,
      'Course Rated': ratings.length,
    },
  }
}
