import type { StarterInput } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { useRemote } from '../use-remote.ts'

const FIELDS = [
  { name: 'product', label: 'Name of your product', placeholder: 'Example', hint: undefined },
  {
    name: 'setUp',
    label: 'Event when someone has set up what they need',
    placeholder: 'Data Imported',
    hint: 'An import, a first project, a connected account.',
  },
  {
    name: 'core',
    label: 'Event of the core action',
    placeholder: 'Report Built',
    hint: 'What your product is for.',
  },
  {
    name: 'advanced',
    label: 'Event of a harder action that builds on it',
    placeholder: 'Report Shared',
    hint: 'Sharing, exporting, inviting, automating.',
  },
] as const satisfies readonly {
  name: keyof StarterInput
  label: string
  placeholder: string
  hint?: string | undefined
}[]

/** Makes a first draft from the host's event names: a checklist of five steps, two skills, one nudge. */
export const Starter = () => {
  const { api, program, canEdit, links, place, project } = useDesk()
  const [input, setInput] = useState<StarterInput>({
    product: project.name,
    setUp: '',
    core: '',
    advanced: '',
  })
  const [failure, setFailure] = useState<Failure | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const names = useRemote(() => api.unmatched(), [api]).state.value?.map(({ name }) => name) ?? []
  const isUnsaved = useStore(program.$isUnsaved)
  const isComplete = Object.values(input).every(value => value.trim() !== '')
  const make = async (): Promise<void> => {
    setBusy(true)
    const answer = await api.starter(input)
    setBusy(false)
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    program.take(answer)
    place.open(links.program('publish'))
  }
  if (!canEdit) return <Notice kind="info">Ask an editor or admin to make a program.</Notice>
  return (
    <form
      class="starter"
      onSubmit={event => {
        event.preventDefault()
        if (isComplete && !isUnsaved) void make()
      }}
    >
      <p class="muted">
        A checklist of five steps, two skills and one nudge, as a draft. Only the names of your events are
        needed.
      </p>
      {FIELDS.map(({ name, label, placeholder, hint }) => (
        <Field
          key={name}
          label={label}
          placeholder={placeholder}
          hint={hint}
          isRequired
          {...(name === 'product' ? {} : { suggestions: names })}
          value={input[name]}
          onInput={value => setInput({ ...input, [name]: value })}
        />
      ))}
      {failure !== undefined && <Failed what="Could not make it." failure={failure} />}
      <Button look="primary" type="submit" isBusy={isBusy} isDisabled={!isComplete || isUnsaved}>
        Make the draft
      </Button>
    </form>
  )
}
