import type { ProgramState } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'
import { PROGRAM_TABS, type ProgramTab } from '../place.ts'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { diffPrograms } from './diff.ts'
import { HistoryTab } from './history-tab.tsx'
import { JsonTab } from './json-tab.tsx'
import { LeadsTab } from './leads-tab.tsx'
import { createPrompts, type Prompts } from './pausing.ts'
import { errorCount } from './program-store.ts'
import { PromptsTab } from './prompts-tab.tsx'
import { PublishTab } from './publish-tab.tsx'

const LABELS = {
  prompts: 'Prompts & nudges',
  leads: 'Leads',
  json: 'JSON',
  publish: 'Publish',
  history: 'History',
} as const satisfies Record<ProgramTab, string>

const FILLING_MS = 2000

/** What the growth team tunes: prompts, the whole document, publishing, and the brake. */
export const Program = ({ tab, line }: { readonly tab: string; readonly line?: string | undefined }) => {
  const { api, program, links } = useDesk()
  const prompts = useMemo(() => createPrompts(api), [api])
  const state = useStore(program.$state)
  const reading = useStore(program.$reading)
  const open = PROGRAM_TABS.find(one => one === tab) ?? 'prompts'
  useEffect(() => void program.load(), [program])
  useEffect(() => void prompts.load(), [prompts])
  useEffect(() => {
    if (state.value !== undefined) prompts.know(state.value.paused)
  }, [state, prompts])
  const changes =
    reading.error === undefined && reading.program !== undefined
      ? diffPrograms(state.value?.published?.program, reading.program).length
      : 0
  const counts: Partial<Record<ProgramTab, number>> = {
    publish: changes,
    json: errorCount(reading),
  }
  const says = { publish: 'unpublished change', json: 'problem' } as const
  return (
    <>
      <RoomHead title="Program" lead="What people see in your app, and when a person steps in.">
        <PauseAll prompts={prompts} />
      </RoomHead>
      <nav class="tabs" aria-label="Parts of the program">
        {PROGRAM_TABS.map(one => (
          <a key={one} href={links.program(one)} aria-current={one === open ? 'page' : undefined}>
            {LABELS[one]}
            {(one === 'publish' || one === 'json') && (counts[one] ?? 0) > 0 && (
              <span class="count">
                {' '}
                {numberText(counts[one] ?? 0)}
                <span class="hidden">
                  {' '}
                  {says[one]}
                  {counts[one] === 1 ? '' : 's'}
                </span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <Await state={state} what="the program" onRetry={() => void program.load()}>
        {value => (
          <>
            <Filling filling={value.filling} />
            {open === 'prompts' && <PromptsTab prompts={prompts} />}
            {open === 'leads' && <LeadsTab />}
            {open === 'json' && <JsonTab line={line} />}
            {open === 'publish' && <PublishTab state={value} />}
            {open === 'history' && <HistoryTab />}
            {open !== 'publish' && <SaveBar />}
          </>
        )}
      </Await>
    </>
  )
}

const LISTS = ['prompts', 'nudges', 'checklists'] as const

const Filling = ({ filling }: Pick<ProgramState, 'filling'>) => {
  const { program } = useDesk()
  useEffect(() => {
    if (filling.length === 0) return
    const timer = setTimeout(() => void program.load(), FILLING_MS)
    return () => clearTimeout(timer)
  }, [filling, program])
  if (filling.length === 0) return null
  const sum = (of: 'done' | 'total'): number => filling.reduce((all, one) => all + one[of], 0)
  return (
    <Notice kind="info">
      Reading past events for {countText(filling.length, 'changed signal')}: {numberText(sum('done'))} of{' '}
      {numberText(sum('total'))}. Until then their figures are the old ones.
    </Notice>
  )
}

const PauseAll = ({ prompts }: { readonly prompts: Prompts }) => {
  const { canEdit, program } = useDesk()
  const live = useStore(program.$state).value?.published?.program
  const [isAsked, setAsked] = useState(false)
  const isPaused = useStore(prompts.$paused).includes('*')
  const failure = useStore(prompts.$failure)
  return (
    <div class="pause-all">
      {isPaused ? (
        <Notice kind="warning">
          <span class="grow">
            <strong>All prompts and nudges are paused.</strong> Nobody sees any, nor a checklist.
          </span>
          {canEdit && (
            <Button look="primary" icon="play" onClick={() => void prompts.pause('*', false)}>
              Show prompts again
            </Button>
          )}
        </Notice>
      ) : (
        canEdit &&
        LISTS.some(list => (live?.[list].length ?? 0) > 0) &&
        (isAsked ? (
          <fieldset class="ask">
            <legend class="hidden">Pause all prompts</legend>
            <p>Every prompt, nudge and checklist goes from everybody’s page at once.</p>
            <Button onClick={() => setAsked(false)}>Cancel</Button>
            <Button
              look="danger"
              icon="pause"
              onClick={() => {
                setAsked(false)
                void prompts.pause('*', true)
              }}
            >
              Pause everything
            </Button>
          </fieldset>
        ) : (
          <Button look="danger" icon="pause" onClick={() => setAsked(true)}>
            Pause all prompts
          </Button>
        ))
      )}
      {failure !== undefined && <Failed what="Could not pause." failure={failure} />}
    </div>
  )
}

const SaveBar = () => {
  const { program, canEdit } = useDesk()
  const isUnsaved = useStore(program.$isUnsaved)
  const reading = useStore(program.$reading)
  const saving = useStore(program.$saving)
  if (!isUnsaved || !canEdit) return null
  return (
    <section class="save-bar" aria-label="Unsaved changes">
      {typeof saving === 'object' && <Failed what="Could not save." failure={saving} />}
      <p class="grow">
        <strong>Unsaved changes.</strong>{' '}
        {reading.error === undefined
          ? 'Saving changes the draft only; nobody sees it until you publish.'
          : `Line ${reading.error.line} is not JSON yet, so it cannot be saved.`}
      </p>
      <Button onClick={program.discard}>Discard</Button>
      <Button
        look="primary"
        isBusy={saving === 'saving'}
        isDisabled={reading.error !== undefined}
        onClick={() => void program.save()}
      >
        Save the draft
      </Button>
    </section>
  )
}
