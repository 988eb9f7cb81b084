import type { Facts } from '../facts.ts'
import type { Checklist } from '../program/program.ts'
import type { ChecklistView, StepView } from '../prompt.ts'

/** A checklist as it is drawn for one user; `kept` are steps once shown as done, which stay done. */
export const checklistView = (
  checklist: Checklist,
  facts: Facts,
  kept: ReadonlySet<string>,
): ChecklistView | undefined => {
  const progress = facts.activations[checklist.key]
  if (progress === undefined) return undefined
  const isDone = (key: string): boolean =>
    kept.has(key) || progress.steps.some(step => step.key === key && step.isDone)
  const steps = checklist.steps.map(({ key, title, text, requires, action }) => {
    const missing = (requires ?? []).filter(one => !isDone(one))
    const state: StepView['state'] = isDone(key) ? 'done' : missing.length > 0 ? 'locked' : 'open'
    return {
      key,
      title,
      state,
      isNext: false,
      missing: missing.map(one => checklist.steps.find(step => step.key === one)?.title ?? one),
      ...(text && { text }),
      ...(action && { action }),
    }
  })
  const next = steps.find(step => step.state === 'open')
  const done = steps.filter(step => step.state === 'done').length
  return {
    key: checklist.key,
    title: checklist.title,
    ...(checklist.text === undefined ? {} : { text: checklist.text }),
    steps: steps.map(step => ({ ...step, isNext: step === next })),
    done,
    total: steps.length,
    ...(checklist.done === undefined
      ? {}
      : {
          finished: {
            title: checklist.done.title,
            ...(checklist.done.body === undefined ? {} : { body: checklist.done.body }),
          },
        }),
    why: `It lists the ${steps.length} steps that lead to what the product is for; each is ticked by what you do.`,
  }
}
