import { isObject } from '@fireball/core'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Pick } from '../ui/pick.tsx'
import { Switch } from '../ui/switch.tsx'
import { useDraftFields } from './draft-fields.ts'
import type { Path } from './edit.ts'
import { ItemBar } from './item-bar.tsx'
import { freeKey, moved, without } from './list-edit.ts'

const QUESTION_KINDS = [
  { key: 'nps', label: 'How likely, 0 to 10' },
  { key: 'csat', label: 'How well, 1 to 5' },
  { key: 'choice', label: 'One of several' },
  { key: 'choices', label: 'Some of several' },
  { key: 'text', label: 'In their own words' },
  { key: 'goal', label: 'One of the program’s goals' },
] as const

const FIRST_OPTIONS = [
  { key: 'first', label: 'First' },
  { key: 'second', label: 'Second' },
] as const

const listAt = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const keysOf = (list: readonly unknown[]): readonly unknown[] =>
  list.map(one => (isObject(one) ? one.key : undefined))

/** A question of another kind keeps what that kind has. */
const ofKind = (question: Readonly<Record<string, unknown>>, kind: string, goalKey: string): unknown => {
  const { options, low, high, ...rest } = question
  const isChoice = kind === 'choice' || kind === 'choices'
  const isScale = kind === 'nps' || kind === 'csat'
  return {
    ...rest,
    kind,
    ...(kind === 'goal' && { key: goalKey }),
    ...(isChoice && { options: options ?? FIRST_OPTIONS }),
    ...(isScale && low !== undefined && { low }),
    ...(isScale && high !== undefined && { high }),
  }
}

const Options = ({ path }: { readonly path: Path }) => {
  const { read, edit, text, error, canEdit } = useDraftFields()
  const options = listAt(read(...path))
  return (
    <fieldset>
      <legend>Answers to pick from</legend>
      {error(...path) !== undefined && <p class="field-error">{error(...path)}</p>}
      {options.map((_, at) => (
        <div class="field-row option-row" key={at}>
          <Field label={`Answer ${at + 1}`} {...text([...path, at, 'label'], true)} />
          <Field label="Kept as" {...text([...path, at, 'key'], true)} />
          {canEdit && (
            <Button
              look="quiet"
              label={`Remove answer ${at + 1}`}
              isDisabled={options.length <= 2}
              onClick={() => edit(path, without(options, at))}
            >
              Remove
            </Button>
          )}
        </div>
      ))}
      {canEdit && options.length < 12 && (
        <div class="actions">
          <Button
            onClick={() =>
              edit(path, [...options, { key: freeKey('answer', keysOf(options)), label: 'Another' }])
            }
          >
            Add an answer
          </Button>
        </div>
      )}
    </fieldset>
  )
}

interface MessageQuestionsProps {
  /** Where the list stands in the draft. */
  readonly path: Path
  /** The question that the preview shows. */
  readonly onOpen: (at: number) => void
}

/** What a survey asks, one after another. */
export const MessageQuestions = ({ path, onOpen }: MessageQuestionsProps) => {
  const { read, edit, text, error, canEdit } = useDraftFields()
  const questions = listAt(read(...path))
  const goalFact = read('goalFact')
  const goalKey = typeof goalFact === 'string' ? goalFact.replace(/^survey\./, '') : 'goal'
  const others = listAt(read('messages')).flatMap(one => (isObject(one) ? keysOf(listAt(one.questions)) : []))
  return (
    <fieldset>
      <legend>Questions</legend>
      {error(...path) !== undefined && <p class="field-error">{error(...path)}</p>}
      <ol class="items">
        {questions.map((raw, at) => {
          const question = isObject(raw) ? raw : {}
          const here = [...path, at] as const
          const { kind } = question
          const isScale = kind === 'nps' || kind === 'csat'
          return (
            <li key={at} onFocusCapture={() => onOpen(at)}>
              <ItemBar
                name={`Question ${at + 1}`}
                at={at}
                of={questions.length}
                onMove={by => {
                  edit(path, moved(questions, at, by))
                  onOpen(Math.max(0, Math.min(questions.length - 1, at + by)))
                }}
                onRemove={() => edit(path, without(questions, at))}
              />
              {error(...here) !== undefined && <p class="field-error">{error(...here)}</p>}
              <Field label="It asks" {...text([...here, 'title'], true)} />
              <Field label="More words" kind="area" rows={2} {...text([...here, 'body'])} />
              <div class="field-row">
                <div class="field">
                  <Pick
                    label="How it is answered"
                    isSeen
                    isDisabled={!canEdit}
                    value={String(kind ?? '')}
                    options={QUESTION_KINDS}
                    onPick={picked => edit(here, ofKind(question, picked, goalKey))}
                  />
                </div>
                <Field
                  label="Kept as"
                  hint={`The answer becomes survey.${question.key ?? '…'}: conditions read it, other messages react to it.`}
                  {...text([...here, 'key'], true)}
                />
              </div>
              {isScale && (
                <div class="field-row">
                  <Field label="The low end means" {...text([...here, 'low'])} />
                  <Field label="The high end means" {...text([...here, 'high'])} />
                </div>
              )}
              {(kind === 'choice' || kind === 'choices') && <Options path={[...here, 'options']} />}
              <Switch
                label="May be left out"
                isOn={question.optional === true}
                isDisabled={!canEdit}
                onChange={isOn => edit([...here, 'optional'], isOn ? true : undefined)}
              />
            </li>
          )
        })}
      </ol>
      {canEdit && questions.length < 6 && (
        <div class="actions">
          <Button
            onClick={() => {
              edit(path, [
                ...questions,
                { key: freeKey('question', others), kind: 'text', title: 'What else?' },
              ])
              onOpen(questions.length)
            }}
          >
            Add a question
          </Button>
        </div>
      )}
    </fieldset>
  )
}
