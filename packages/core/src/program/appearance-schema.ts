import * as v from 'valibot'
import { condition, count, line, path, prose } from './schema-part.ts'

/** Where a link of a program may lead. */
export const link = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.regex(
    /^(https?:\/\/|\/|#|\?|\.\/|mailto:)/i,
    'a link starts with https://, http://, /, #, ?, ./ or mailto:',
  ),
)

/** A button, and what it does. */
export const action = v.strictObject({
  label: v.pipe(line, v.description('What the button says.')),
  open: v.optional(v.pipe(link, v.description('Where it leads.'))),
  call: v.optional(
    v.pipe(path, v.description('Name of a callback that the host page registered with `on`.')),
  ),
})

/** What is said: a title, and what else there is to say and to do. */
export const text = v.strictObject({
  title: line,
  body: v.optional(prose),
  action: v.optional(action),
})

/** How often and how far apart. */
export const caps = v.strictObject({
  perDay: v.optional(count),
  total: v.optional(count),
  coolDownHours: v.optional(v.pipe(v.number(), v.minValue(0))),
})

/** What everything that is shown has: for whom, where, how often, and what for. */
export const appearance = {
  enabled: v.optional(v.boolean()),
  audience: v.optional(v.pipe(condition, v.description('Who may see it.'))),
  page: v.optional(
    v.pipe(path, v.description('Only on pages whose path fits; * stands for any run of characters.')),
  ),
  caps: v.optional(caps),
  priority: v.optional(v.pipe(v.number(), v.description('Higher goes first; default 0.'))),
  metric: v.pipe(line, v.description('The one metric that it is meant to move.')),
  goal: v.optional(
    v.pipe(condition, v.description('Reached when this holds; without it: the skill or step it serves.')),
  ),
}
