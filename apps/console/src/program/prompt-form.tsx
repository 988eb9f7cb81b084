import { useStore } from '@nanostores/preact'
import { useDesk } from '../desk.ts'
import { Field } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { type Path, readAt } from './edit.ts'
import { capDefault, type PromptItem, problemAt } from './prompt-items.ts'

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : ''

// What is no number is kept as it was typed, so that the check can point at it.
const numberIn = (value: string): number | string | undefined =>
  value === '' ? undefined : Number.isNaN(Number(value)) ? value : Number(value)

/** The parts of a prompt that a form can change; all of it goes into the draft. */
export const PromptForm = ({ item }: { readonly item: PromptItem }) => {
  const { program, links } = useDesk()
  const { problems } = useStore(program.$reading)
  const at = (...path: Path): Path => [...item.path, ...path]
  const field = (path: Path) => ({
    value: textOf(readAt(item.value, path)),
    error: problemAt(problems, at(...path)),
  })
  return (
    <form class="prompt-form" onSubmit={event => event.preventDefault()}>
      <Switch
        label="On"
        isOn={item.isEnabled}
        onChange={isOn => program.edit(at('enabled'), isOn ? undefined : false)}
      />
      {item.texts.map(({ field: name, label, isOptional }) => (
        <TextFields
          key={name}
          label={label}
          isOptional={isOptional}
          field={(...path) => field([name, ...path])}
          edit={(path, value) => program.edit(at(name, ...path), value)}
        />
      ))}
      {item.kind === 'hand-raise' && (
        <Field
          label="Who answers, and where"
          {...field(['who'])}
          onInput={value => program.edit(at('who'), value === '' ? undefined : value)}
        />
      )}
      <fieldset>
        <legend>How often</legend>
        <div class="field-row">
          {(
            [
              ['perDay', 'Times a day, at most'],
              ['total', 'Times in all, at most'],
              ['coolDownHours', 'Hours of rest once closed'],
            ] as const
          ).map(([name, label]) => (
            <Field
              key={name}
              kind="number"
              label={label}
              placeholder={capDefault(name, item.kind)}
              {...field(['caps', name])}
              onInput={value => program.edit(at('caps', name), numberIn(value))}
            />
          ))}
        </div>
      </fieldset>
      <p class="muted small">
        Who sees it, where, and its goal are conditions:{' '}
        <a href={`${links.program('json')}?at=${item.path.join('.')}`}>change them in the JSON</a>. A text may
        hold facts, such as <code>{'{{ user.name | there }}'}</code>.
      </p>
    </form>
  )
}

interface TextFieldsProps {
  readonly label: string
  readonly isOptional: boolean
  readonly field: (...path: Path) => { value: string; error: string | undefined }
  readonly edit: (path: Path, value: unknown) => void
}

const TextFields = ({ label, isOptional, field, edit }: TextFieldsProps) => {
  const button = field('action', 'label')
  const orNothing = (value: string): string | undefined => (value === '' ? undefined : value)
  return (
    <fieldset>
      <legend>{label}</legend>
      <Field
        label="Title"
        {...field('title')}
        onInput={value => edit(['title'], isOptional ? orNothing(value) : value)}
      />
      <Field
        label="Text"
        kind="area"
        {...field('body')}
        onInput={value => edit(['body'], orNothing(value))}
      />
      <div class="field-row">
        <Field label="Button" {...button} onInput={value => edit(['action', 'label'], orNothing(value))} />
        <Field
          label="Where the button leads"
          placeholder="/settings or https://…"
          {...field('action', 'open')}
          onInput={value => edit(['action', 'open'], orNothing(value))}
        />
      </div>
    </fieldset>
  )
}
