/** What a log must or may say, and how its columns are usually called. */
export const COLUMNS = {
  user: ['user_id', 'user', 'uid', 'student_id', 'student', 'anon student id', 'learner_id', 'learner'],
  correct: [
    'correct',
    'is_correct',
    'correctness',
    'answered_correctly',
    'correct first attempt',
    'outcome',
    'score',
    'response',
    'label',
  ],
  item: [
    'item_id',
    'item',
    'problem_id',
    'question_id',
    'assignment_id',
    'exercise_id',
    'content_id',
    'step_id',
    'problem',
    'question',
    'exercise',
    'step name',
  ],
  skill: ['skill_id', 'skill', 'skill_ids', 'skills', 'skill_name', 'kc', 'kcs', 'concept', 'topic', 'tags'],
  time: ['timestamp', 'time', 'start_time', 'date', 'at', 'created_at', 'unix_time', 'submitted_at'],
  id: ['order_id', 'answer_id', 'row_id', 'interaction_id', 'log_id', 'attempt_id'],
} as const

export type Column = keyof typeof COLUMNS

/** Names given by hand; `''` says that the log has no such column. */
export type Mapping = Readonly<Partial<Record<Column, string>>>

/** Where each column stands; −1 where there is none. */
export type Places = Readonly<Record<Column, number>>

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')

/** Finds the columns in a header; throws, naming what there is, when one that is needed or named is missing. */
export const findColumns = (header: readonly string[], mapping: Mapping): Places => {
  const names = header.map(plain)
  const there = `there are: ${header.join(', ')}`
  const place = (column: Column): number => {
    const given = mapping[column]
    if (given === '') return -1
    if (given !== undefined) {
      const at = header.indexOf(given) >= 0 ? header.indexOf(given) : names.indexOf(plain(given))
      if (at < 0) throw new Error(`column ${given} (--${column}) is missing; ${there}`)
      return at
    }
    for (const name of COLUMNS[column]) {
      const at = names.indexOf(plain(name))
      if (at >= 0) return at
    }
    return -1
  }
  const places = {
    user: place('user'),
    correct: place('correct'),
    item: place('item'),
    skill: place('skill'),
    time: place('time'),
    id: place('id'),
  }
  for (const column of ['user', 'correct'] as const)
    if (places[column] < 0)
      throw new Error(
        `no column for ${column} (looked for ${COLUMNS[column].join(', ')}; name it with --${column}); ${there}`,
      )
  if (places.item < 0 && places.skill < 0)
    throw new Error(`no column for item and none for skill; name one with --item or --skill; ${there}`)
  return places
}
