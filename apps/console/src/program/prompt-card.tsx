import { type Condition, isObject, type PromptStats } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { countText, numberText, percentText } from '../number.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { conditionInWords, type Names } from './condition-in-words.ts'
import { readAt } from './edit.ts'
import { isFormed } from './message-draft.ts'
import { MessageForm } from './message-form.tsx'
import { namesOf } from './names.ts'
import type { Prompts } from './pausing.ts'
import { PromptForm } from './prompt-form.tsx'
import { capsInWords, funnel, KINDS, type PromptItem, problemsBelow } from './prompt-items.ts'

interface PromptCardProps {
  readonly item: PromptItem
  /** Absent until it has been published. */
  readonly stats: PromptStats | undefined
  readonly prompts: Prompts
  /** Added a moment ago: open, and in view. */
  readonly isNew: boolean
}

const servesText = ({ kind, value }: PromptItem, names: Names): string => {
  const skill = readAt(value, ['serves', 'skill'])
  const step = readAt(value, ['serves', 'step'])
  const nameIn = (items: readonly { key: string; name: string }[], key: unknown): string =>
    items.find(one => one.key === key)?.name ?? String(key ?? '?')
  if (skill === undefined && step === undefined)
    return value.feature === undefined
      ? KINDS[kind].meaning
      : `${KINDS[kind].meaning} About ${nameIn(names.features, value.feature)}.`
  if (skill !== undefined) return `Leads to the skill “${nameIn(names.skills, skill)}”.`
  const steps = names.checklists.flatMap(one => one.steps)
  return `Leads to the step “${steps.find(one => one.key === step)?.title ?? step}”.`
}

/** One prompt: what it says and to whom, how it does, and what one may do with it. */
export const PromptCard = ({ item, stats, prompts, isNew }: PromptCardProps) => {
  const { program, canEdit } = useDesk()
  const reading = useStore(program.$reading)
  const paused = useStore(prompts.$paused)
  const [isOpen, setOpen] = useState(isNew)
  const card = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!isNew) return
    card.current?.scrollIntoView({ block: 'start' })
    card.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
  }, [])
  const names = namesOf(reading.program)
  const problems = problemsBelow(reading.problems, item.path)
  const isPaused = paused.includes(item.key)
  const { audience, metric, caps } = item.value
  return (
    <li ref={card} class={`card prompt ${isPaused || paused.includes('*') || !item.isEnabled ? 'dim' : ''}`}>
      <div class="prompt-head">
        <div class="grow">
          <h2>
            {item.title}
            <Badge title={KINDS[item.kind].meaning}>{KINDS[item.kind].label}</Badge>
            {isPaused && <Badge look="warning">Paused</Badge>}
            {!item.isEnabled && <Badge>Off in the draft</Badge>}
            {problems.length > 0 && (
              <Badge look={problems.some(one => one.severity === 'error') ? 'error' : 'warning'}>
                {countText(problems.length, 'problem')}
              </Badge>
            )}
          </h2>
          <p class="muted">{servesText(item, names)}</p>
        </div>
        {canEdit && (
          <div class="actions">
            {stats !== undefined && (
              <Button
                look={isPaused ? 'primary' : 'plain'}
                icon={isPaused ? 'play' : 'pause'}
                label={`${isPaused ? 'Resume' : 'Pause'} “${item.title}”`}
                onClick={() => void prompts.pause(item.key, !isPaused)}
              >
                {isPaused ? 'Resume' : 'Pause'}
              </Button>
            )}
            <button
              type="button"
              class="button plain"
              aria-expanded={isOpen}
              aria-label={`${isOpen ? 'Close' : 'Edit'} “${item.title}”`}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? 'Close' : 'Edit'}
            </button>
          </div>
        )}
      </div>
      <dl class="facts">
        <div>
          <dt>Who</dt>
          <dd>
            {sentence(conditionInWords(isObject(audience) ? (audience as Condition) : undefined, names))}
          </dd>
        </div>
        <div>
          <dt>How often</dt>
          <dd>{sentence(capsInWords(caps, item.kind))}</dd>
        </div>
        {typeof metric === 'string' && (
          <div>
            <dt>Is meant to move</dt>
            <dd>{sentence(metric)}</dd>
          </div>
        )}
      </dl>
      {stats === undefined ? (
        <p class="muted small">No figures until it is published.</p>
      ) : (
        <dl class="funnel">
          {funnel(stats).map(({ label, count, share, of }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {numberText(count)}
                {share !== undefined && (
                  <small>
                    {' '}
                    {percentText(share)}
                    <span class="hidden"> {of}</span>
                  </small>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {isOpen &&
        (item.path[0] === 'messages' && isFormed(item.kind) ? (
          <MessageForm item={item} />
        ) : (
          <PromptForm item={item} />
        ))}
    </li>
  )
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
