import {
  type Destination,
  type DestinationInput,
  type DestinationKind,
  TOPICS,
  type Topic,
} from '@fireball/core'
import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { addressError, hasFields, KINDS, kindWords, TOPIC_WORDS } from './destination-words.ts'
import { fieldsOf, mappingOf, wrongName } from './mapping.ts'
import { MappingFields } from './mapping-fields.tsx'

interface DestinationFormProps {
  /** What is changed; absent when one is made. */
  readonly of?: Destination
  readonly onCancel: () => void
  readonly onSend: (input: DestinationInput) => Promise<void>
}

/** What goes where. A secret that is left empty stays as it is. */
export const DestinationForm = ({ of, onCancel, onSend }: DestinationFormProps) => {
  const [kind, setKind] = useState<DestinationKind>(of?.kind ?? 'slack')
  const words = kindWords(kind)
  const [name, setName] = useState(of?.name ?? '')
  const [url, setUrl] = useState(of?.url ?? '')
  const [secret, setSecret] = useState('')
  const [topics, setTopics] = useState<readonly Topic[]>(of?.topics ?? TOPICS)
  const [mapping, setMapping] = useState(() => mappingOf(kind, of?.fields ?? {}))
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const address = url === '' ? words.url : url
  // Slack answers with a shortened address, which stands for the one that it has.
  const urlError = of !== undefined && address === of.url ? undefined : addressError(address)
  const secretError =
    words.secret !== undefined && of === undefined && secret === '' ? `${words.secret} is needed.` : undefined
  const topicsError = topics.length === 0 ? 'Choose at least one.' : undefined
  const isMapped =
    !hasFields(kind) ||
    [mapping.object, mapping.id, ...mapping.rows.map(one => one.theirs)].every(
      one => wrongName(one) === undefined,
    )
  const isGood = urlError === undefined && secretError === undefined && topicsError === undefined && isMapped
  const shown = (error: string | undefined): string | undefined => (isTried ? error : undefined)
  return (
    <form
      class="destination-form"
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (!isGood) return
        setBusy(true)
        void onSend({
          kind,
          name: name.trim() === '' ? words.label : name.trim(),
          url: address.trim(),
          topics,
          ...(secret === '' ? {} : { secret }),
          ...(hasFields(kind) ? { fields: fieldsOf(kind, mapping) } : {}),
        }).then(() => setBusy(false))
      }}
    >
      {of === undefined && (
        <fieldset class="kinds">
          <legend>Where to</legend>
          {KINDS.map(({ key, label, meaning }) => (
            <label key={key} class="choice">
              <input
                type="radio"
                name="kind"
                checked={kind === key}
                onChange={() => {
                  setKind(key)
                  setUrl('')
                  setMapping(mappingOf(key, {}))
                }}
              />
              <span>
                <strong>{label}</strong> <span class="muted below">{meaning}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="field-row">
        <Field label="Name" value={name} onInput={setName} placeholder={words.label} />
        <Field
          label={words.urlLabel}
          value={address}
          onInput={setUrl}
          placeholder="https://"
          hint={words.urlHint}
          error={shown(urlError)}
        />
      </div>
      {words.secret !== undefined && (
        <Field
          label={words.secret}
          kind="password"
          autocomplete="new-password"
          value={secret}
          onInput={setSecret}
          {...(of?.hint == null ? {} : { placeholder: `••••••••${of.hint.replace('…', '')}` })}
          hint={
            of === undefined
              ? 'Never shown again.'
              : 'Leave it empty to keep what is there; at another host it has to be given once more.'
          }
          error={shown(secretError)}
        />
      )}
      <fieldset class="topics">
        <legend>What to send</legend>
        {TOPICS.map(topic => (
          <label key={topic}>
            <input
              type="checkbox"
              checked={topics.includes(topic)}
              onChange={event =>
                setTopics(
                  event.currentTarget.checked ? [...topics, topic] : topics.filter(one => one !== topic),
                )
              }
            />{' '}
            {TOPIC_WORDS[topic]}
          </label>
        ))}
        {isTried && topicsError !== undefined && <p class="field-error">{topicsError}</p>}
      </fieldset>
      {hasFields(kind) && (
        <MappingFields kind={kind} mapping={mapping} isTried={isTried} onChange={setMapping} />
      )}
      <div class="actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" isBusy={isBusy}>
          {of === undefined ? 'Add it' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
