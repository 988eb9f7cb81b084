import * as v from 'valibot'
import { action, appearance, link, text } from './appearance-schema.ts'
import { condition, key, line, path, prose } from './schema-part.ts'

/** Where a message can stand. Those that a browser does not know, it leaves out and says so. */
export const surface = v.picklist([
  'survey',
  'banner',
  'modal',
  'toast',
  'inline',
  'hotspot',
  'tour',
  'resources',
])

const instant = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/,
    'a day such as 2026-03-10, or an instant such as 2026-03-10T12:00:00Z',
  ),
)

const timeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:00'))

const schedule = v.strictObject({
  from: v.optional(v.pipe(instant, v.description('Not before; a day alone begins at midnight UTC.'))),
  to: v.optional(v.pipe(instant, v.description('Not after; a day alone is meant with all its hours.'))),
  quietHours: v.optional(
    v.pipe(
      v.strictObject({ from: timeOfDay, to: timeOfDay }),
      v.description('Not in these hours, by the person’s own clock; may run over midnight.'),
    ),
  ),
})

const question = v.strictObject({
  key: v.pipe(key, v.description('The answer becomes the fact survey.<key>.')),
  kind: v.pipe(
    v.picklist(['nps', 'csat', 'choice', 'choices', 'text', 'goal']),
    v.description('0–10, 1–5, one of, some of, own words, or one of the program’s goals.'),
  ),
  title: line,
  body: v.optional(prose),
  options: v.optional(
    v.pipe(
      v.array(v.strictObject({ key, label: line })),
      v.minLength(2, 'a choice needs at least two options'),
      v.maxLength(12, 'more than 12 options are a list to search, no question'),
      v.description('Of choice and choices: what can be picked.'),
    ),
  ),
  low: v.optional(v.pipe(line, v.description('What the low end of a scale means.'))),
  high: v.optional(v.pipe(line, v.description('What the high end of a scale means.'))),
  optional: v.optional(v.pipe(v.boolean(), v.description('May be left out.'))),
})

const step = v.strictObject({
  key,
  title: line,
  body: v.optional(prose),
  anchor: v.optional(v.pipe(v.array(path), v.description('CSS selectors; the first that is on the page.'))),
  page: v.optional(v.pipe(path, v.description('Only on pages whose path fits; elsewhere the tour waits.'))),
  when: v.optional(v.pipe(condition, v.description('Left out unless this holds.'))),
  done: v.optional(v.pipe(condition, v.description('The tour goes on by itself once this holds.'))),
  action: v.optional(v.pipe(action, v.description('Leads to where the tour goes on.'))),
  choices: v.optional(
    v.pipe(
      v.array(v.strictObject({ label: line, to: key })),
      v.minLength(2),
      v.maxLength(4),
      v.description('In place of “Next”: the person picks the way, each to a step.'),
    ),
  ),
  next: v.optional(v.pipe(key, v.description('The step after this one; without it the following one.'))),
  last: v.optional(v.pipe(v.boolean(), v.description('The tour ends here, whatever follows.'))),
})

const item = v.strictObject({
  key,
  title: line,
  body: v.optional(prose),
  audience: v.optional(v.pipe(condition, v.description('Who may see it.'))),
  open: v.optional(v.pipe(link, v.description('Where it leads: an article, a page of the app, a video.'))),
  call: v.optional(
    v.pipe(path, v.description('Name of a callback that the host page registered with `on`.')),
  ),
  tour: v.optional(
    v.pipe(key, v.description('Key of a tour that it begins, also one that was taken before.')),
  ),
  ask: v.optional(v.pipe(v.literal(true), v.description('It opens the form for a question to the team.'))),
})

/** Something that the team says or asks beside nudges and prompts, wherever it stands. */
export const message = v.strictObject({
  key,
  surface,
  ...appearance,
  serves: v.optional(
    v.pipe(
      v.union([v.strictObject({ skill: key }), v.strictObject({ step: key })]),
      v.description('What it helps with: shown until that is had, and what is done with it is assisted.'),
    ),
  ),
  anchor: v.optional(v.pipe(v.array(path), v.description('Hotspot: CSS selectors; the first on the page.'))),
  slot: v.optional(
    v.pipe(key, v.description('Inline, resources: the name of a <fireball-slot> on the page.')),
  ),
  schedule: v.optional(schedule),
  text: v.optional(text),
  why: v.optional(
    v.pipe(
      line,
      v.description('“Why am I seeing this?” in one plain sentence, where the audience is not plain.'),
    ),
  ),
  questions: v.optional(
    v.pipe(
      v.array(question),
      v.minLength(1),
      v.maxLength(6, 'at most six questions'),
      v.description('Survey.'),
    ),
  ),
  thanks: v.optional(v.pipe(text, v.description('Survey: what is said when it was answered.'))),
  items: v.optional(
    v.pipe(
      v.array(item),
      v.minLength(1),
      v.maxLength(100, 'at most 100 resources'),
      v.description('Resources: what can be opened, most useful first.'),
    ),
  ),
  steps: v.optional(v.pipe(v.array(step), v.minLength(1), v.maxLength(12), v.description('Tour.'))),
})
