import { isObject } from '@fireball/core'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Pick } from '../ui/pick.tsx'
import { Switch } from '../ui/switch.tsx'
import { useDraftFields } from './draft-fields.ts'
import { type Path, readAt } from './edit.ts'
import { ItemBar } from './item-bar.tsx'
import { LinesField } from './lines-field.tsx'
import { freeKey, moved, without } from './list-edit.ts'

const listAt = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

interface ChoicesProps {
  readonly path: Path
  readonly steps: readonly { readonly key: string; readonly label: string }[]
}

const Choices = ({ path, steps }: ChoicesProps) => {
  const { read, edit, text, error, canEdit } = useDraftFields()
  const choices = listAt(read(...path))
  const add = (): void => {
    const next = { label: 'This way', to: steps[0]?.key ?? '' }
    edit(path, choices.length === 0 ? [next, { ...next, label: 'That way' }] : [...choices, next])
  }
  return (
    <>
      {error(...path) !== undefined && <p class="field-error">{error(...path)}</p>}
      {choices.map((choice, at) => (
        <div class="field-row option-row" key={at}>
          <Field label={`Way ${at + 1}`} {...text([...path, at, 'label'], true)} />
          <div class="field">
            <Pick
              label="leads to"
              isSeen
              isDisabled={!canEdit}
              value={String(readAt(choice, ['to']) ?? '')}
              options={steps}
              onPick={to => edit([...path, at, 'to'], to)}
            />
          </div>
          {canEdit && (
            <Button
              look="quiet"
              label={`Remove way ${at + 1}`}
              onClick={() => edit(path, choices.length <= 2 ? undefined : without(choices, at))}
            >
              Remove
            </Button>
          )}
        </div>
      ))}
      {canEdit && choices.length < 4 && (
        <div class="actions">
          <Button onClick={add}>
            {choices.length === 0 ? 'Let the person choose the way' : 'Add a way'}
          </Button>
        </div>
      )}
    </>
  )
}

interface MessageStepsProps {
  readonly path: Path
  /** The step that the preview shows. */
  readonly onOpen: (at: number) => void
}

/** Where a tour leads, step by step. */
export const MessageSteps = ({ path, onOpen }: MessageStepsProps) => {
  const { read, edit, text, error, canEdit } = useDraftFields()
  const steps = listAt(read(...path))
  const named = steps.map((step, at) => ({
    key: String(readAt(step, ['key']) ?? ''),
    label: `${at + 1}. ${readAt(step, ['title']) ?? ''}`,
  }))
  return (
    <fieldset>
      <legend>Steps</legend>
      {error(...path) !== undefined && <p class="field-error">{error(...path)}</p>}
      <ol class="items">
        {steps.map((raw, at) => {
          const step = isObject(raw) ? raw : {}
          const here = [...path, at] as const
          const isLast = step.last === true || at === steps.length - 1
          return (
            <li key={at} onFocusCapture={() => onOpen(at)}>
              <ItemBar
                name={`Step ${at + 1}`}
                at={at}
                of={steps.length}
                onMove={by => {
                  edit(path, moved(steps, at, by))
                  onOpen(Math.max(0, Math.min(steps.length - 1, at + by)))
                }}
                onRemove={() => edit(path, without(steps, at))}
              />
              {error(...here) !== undefined && <p class="field-error">{error(...here)}</p>}
              <Field label="Title" {...text([...here, 'title'], true)} />
              <Field label="Text" kind="area" rows={2} {...text([...here, 'body'])} />
              <LinesField
                label="Stands beside"
                hint="CSS selectors, one a line; the first that is on the page counts. None: in the corner."
                error={error(...here, 'anchor')}
                value={step.anchor}
                isDisabled={!canEdit}
                onChange={lines => edit([...here, 'anchor'], lines)}
              />
              <div class="field-row">
                <Field label="Only on pages" placeholder="/reports*" {...text([...here, 'page'])} />
                <Field label="Is called" {...text([...here, 'key'], true)} />
              </div>
              <div class="field-row">
                <Field label="Button" {...text([...here, 'action', 'label'])} />
                <Field
                  label="Where the button leads"
                  placeholder="/reports/new"
                  {...text([...here, 'action', 'open'])}
                />
              </div>
              {!isLast && step.choices === undefined && (
                <div class="field">
                  <Pick
                    label="Goes on to"
                    isSeen
                    isDisabled={!canEdit}
                    value={typeof step.next === 'string' ? step.next : ''}
                    options={[{ key: '', label: 'the step that follows' }, ...named]}
                    onPick={next => edit([...here, 'next'], next === '' ? undefined : next)}
                  />
                </div>
              )}
              {step.last !== true && <Choices path={[...here, 'choices']} steps={named} />}
              {at < steps.length - 1 && (
                <Switch
                  label="The tour ends here"
                  isOn={step.last === true}
                  isDisabled={!canEdit}
                  onChange={isOn => edit([...here, 'last'], isOn ? true : undefined)}
                />
              )}
            </li>
          )
        })}
      </ol>
      {canEdit && steps.length < 12 && (
        <div class="actions">
          <Button
            onClick={() => {
              const key = freeKey(
                'step',
                named.map(one => one.key),
              )
              edit(path, [...steps, { key, title: 'And then this' }])
              onOpen(steps.length)
            }}
          >
            Add a step
          </Button>
        </div>
      )}
    </fieldset>
  )
}
