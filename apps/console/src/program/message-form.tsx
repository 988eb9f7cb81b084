import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Pick } from '../ui/pick.tsx'
import { Switch } from '../ui/switch.tsx'
import { AudienceField } from './audience-field.tsx'
import { useDraftFields } from './draft-fields.ts'
import { type Path, readAt } from './edit.ts'
import { LinesField } from './lines-field.tsx'
import { without } from './list-edit.ts'
import { asSurface, copyOf, inOrder, isFormed, PARTS_OF, reordered, SURFACES } from './message-draft.ts'
import { MessageItems } from './message-items.tsx'
import { MessagePreview } from './message-preview.tsx'
import { MessageQuestions } from './message-questions.tsx'
import { MessageSteps } from './message-steps.tsx'
import { capDefault, KINDS, type PromptItem, promptItems } from './prompt-items.ts'

const SURFACE_OPTIONS = SURFACES.map(key => ({ key, label: KINDS[key].label, meaning: KINDS[key].meaning }))

const Words = ({ path, legend }: { readonly path: Path; readonly legend: string }) => {
  const { text } = useDraftFields()
  const isThanks = path.at(-1) === 'thanks'
  return (
    <fieldset>
      <legend>{legend}</legend>
      <Field label="Title" {...text([...path, 'title'], !isThanks)} />
      <Field label="Text" kind="area" {...text([...path, 'body'])} />
      <div class="field-row">
        <Field label="Button" {...text([...path, 'action', 'label'])} />
        <Field
          label="Where the button leads"
          placeholder="/settings or https://…"
          {...text([...path, 'action', 'open'])}
        />
        <Field label="or what it calls" placeholder="openImport" {...text([...path, 'action', 'call'])} />
      </div>
    </fieldset>
  )
}

const Where = ({ item }: { readonly item: PromptItem }) => {
  const { text, read, edit, error, canEdit } = useDraftFields()
  const at = (...path: Path): Path => [...item.path, ...path]
  return (
    <fieldset>
      <legend>Where</legend>
      <Field
        label="Only on pages"
        placeholder="/reports*"
        hint="The path of the page; * stands for anything. Empty: on every page."
        {...text(at('page'))}
      />
      {(item.kind === 'inline' || item.kind === 'resources') && (
        <Field
          label="In the slot"
          hint={
            item.kind === 'resources' && text(at('slot')).value === ''
              ? 'Empty: behind a button of its own, or in the checklist.'
              : `The page has <fireball-slot name="${text(at('slot')).value || '…'}"> where it is to stand.`
          }
          {...text(at('slot'), item.kind === 'inline')}
        />
      )}
      {item.kind === 'hotspot' && (
        <LinesField
          label="Beside"
          hint="CSS selectors, one a line; the first that is on the page counts."
          error={error(...at('anchor'))}
          value={read(...at('anchor'))}
          isDisabled={!canEdit}
          onChange={lines => edit(at('anchor'), lines)}
        />
      )}
    </fieldset>
  )
}

const When = ({ item }: { readonly item: PromptItem }) => {
  const { text, error } = useDraftFields()
  const at = (...path: Path): Path => [...item.path, ...path]
  const wrong = error(...at('schedule')) ?? error(...at('schedule', 'quietHours'))
  return (
    <fieldset>
      <legend>When and how often</legend>
      <div class="field-row">
        <Field label="From" placeholder="2026-12-01" {...text(at('schedule', 'from'))} />
        <Field label="To" placeholder="2026-12-24" {...text(at('schedule', 'to'))} />
        <Field label="Quiet from" placeholder="20:00" {...text(at('schedule', 'quietHours', 'from'))} />
        <Field label="until" placeholder="08:00" {...text(at('schedule', 'quietHours', 'to'))} />
      </div>
      {wrong !== undefined && <p class="field-error">{wrong}</p>}
      <p class="hint">
        A day alone begins at midnight UTC and ends with it. Quiet hours are by the person’s own clock.
      </p>
      <Caps item={item} />
    </fieldset>
  )
}

const Caps = ({ item }: { readonly item: PromptItem }) => {
  const { number } = useDraftFields()
  return (
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
          {...number([...item.path, 'caps', name])}
        />
      ))}
    </div>
  )
}

/** Whose turn comes before and after this one's. */
const Turn = ({ item }: { readonly item: PromptItem }) => {
  const { read, edit, canEdit } = useDraftFields()
  const list = read('messages')
  const messages = Array.isArray(list) ? list : []
  const index = Number(item.path[1])
  const turns = inOrder(messages)
  const turn = turns.indexOf(index)
  if (turn < 0) return <p class="muted small">It stands on the page itself and waits for no turn.</p>
  const named = promptItems(read())
  const titleOf = (at: number | undefined): string | undefined =>
    named.find(one => one.path[0] === 'messages' && one.path[1] === at)?.title
  const [before, after] = [titleOf(turns[turn - 1]), titleOf(turns[turn + 1])]
  return (
    <div class="turn">
      <p class="grow">
        Turn {turn + 1} of {turns.length}
        {before !== undefined && `, after “${before}”`}
        {after !== undefined && `, before “${after}”`}.
      </p>
      {canEdit && (
        <>
          <Button isDisabled={turn === 0} onClick={() => edit(['messages'], reordered(messages, index, -1))}>
            Earlier
          </Button>
          <Button
            isDisabled={turn === turns.length - 1}
            onClick={() => edit(['messages'], reordered(messages, index, 1))}
          >
            Later
          </Button>
        </>
      )}
    </div>
  )
}

const Purpose = ({ item }: { readonly item: PromptItem }) => {
  const { text, read, edit, canEdit } = useDraftFields()
  const at = (...path: Path): Path => [...item.path, ...path]
  const listed = (list: unknown, kind: string, of: string, words: string) =>
    (Array.isArray(list) ? list : []).map(one => ({
      key: `${kind}:${readAt(one, ['key'])}`,
      label: `${of} “${readAt(one, [words]) ?? readAt(one, ['key'])}”`,
    }))
  const checklists = read('checklists')
  const steps = (Array.isArray(checklists) ? checklists : []).flatMap(one =>
    listed(readAt(one, ['steps']), 'step', 'the step', 'title'),
  )
  const serves = read(...at('serves'))
  const [skill, step] = [readAt(serves, ['skill']), readAt(serves, ['step'])]
  return (
    <fieldset>
      <legend>What for</legend>
      <Field label="The one figure that it is meant to move" {...text(at('metric'), true)} />
      <div class="field">
        <Pick
          label="It helps with"
          isSeen
          isDisabled={!canEdit}
          value={skill !== undefined ? `skill:${skill}` : step !== undefined ? `step:${step}` : ''}
          options={[
            { key: '', label: 'nothing in particular' },
            ...listed(read('skills'), 'skill', 'the skill', 'name'),
            ...steps,
          ]}
          onPick={picked => {
            const [kind = '', key = ''] = picked.split(':')
            edit(at('serves'), picked === '' ? undefined : { [kind]: key })
          }}
        />
      </div>
      <Field
        label="“Why am I seeing this?”"
        hint="One plain sentence. Empty: it says for whom it is shown."
        {...text(at('why'))}
      />
      <Turn item={item} />
    </fieldset>
  )
}

const Actions = ({ item }: { readonly item: PromptItem }) => {
  const { read, edit, canEdit } = useDraftFields()
  const [isAsked, setAsked] = useState(false)
  const list = read('messages')
  const messages = Array.isArray(list) ? list : []
  const index = Number(item.path[1])
  if (!canEdit) return null
  return (
    <div class="actions">
      <Button
        icon="copy"
        onClick={() =>
          edit(
            ['messages'],
            [...messages.slice(0, index + 1), copyOf(item.value, read()), ...messages.slice(index + 1)],
          )
        }
      >
        Duplicate
      </Button>
      {isAsked ? (
        <>
          <Button look="danger" onClick={() => edit(['messages'], without(messages, index))}>
            Remove it from the draft
          </Button>
          <Button onClick={() => setAsked(false)}>Keep it</Button>
        </>
      ) : (
        <Button look="danger" onClick={() => setAsked(true)}>
          Remove
        </Button>
      )}
    </div>
  )
}

/** All that there is to a message, with the widget's own picture of it beside; everything goes into the draft. */
export const MessageForm = ({ item }: { readonly item: PromptItem }) => {
  const { links } = useDesk()
  const { read, edit, error, text, canEdit } = useDraftFields()
  const [shown, setShown] = useState(0)
  const at = (...path: Path): Path => [...item.path, ...path]
  const surface = item.kind
  if (!isFormed(surface)) return null
  const parts: readonly string[] = PARTS_OF[surface]
  const wrong = error(...at())
  return (
    <div class="message-edit">
      <form class="prompt-form" onSubmit={event => event.preventDefault()}>
        {wrong !== undefined && <p class="field-error">{wrong}</p>}
        <Switch
          label="On"
          isOn={item.isEnabled}
          isDisabled={!canEdit}
          onChange={isOn => edit(at('enabled'), isOn ? undefined : false)}
        />
        <div class="field-row">
          <div class="field">
            <Pick
              label="Shown as"
              isSeen
              isDisabled={!canEdit}
              value={surface}
              options={SURFACE_OPTIONS}
              onPick={picked => isFormed(picked) && edit(at(), asSurface(item.value, picked, read()))}
            />
          </div>
          <Field label="Key" hint="Figures are kept under it." {...text(at('key'), true)} />
        </div>
        {parts.includes('text') && <Words path={at('text')} legend="Words" />}
        {parts.includes('questions') && <MessageQuestions path={at('questions')} onOpen={setShown} />}
        {parts.includes('thanks') && <Words path={at('thanks')} legend="Thanks, once it is answered" />}
        {parts.includes('items') && <MessageItems path={at('items')} />}
        {parts.includes('steps') && <MessageSteps path={at('steps')} onOpen={setShown} />}
        <fieldset>
          <legend>Who</legend>
          <AudienceField path={at('audience')} />
        </fieldset>
        <Where item={item} />
        <When item={item} />
        <Purpose item={item} />
        <Actions item={item} />
        <p class="muted small">
          A text may hold facts, such as <code>{'{{ user.name | there }}'}</code>. What no field here is for
          stays as it is <a href={`${links.program('json')}?at=${item.path.join('.')}`}>in the JSON</a>.
        </p>
      </form>
      <MessagePreview message={item.value} program={read()} at={shown} />
    </div>
  )
}
