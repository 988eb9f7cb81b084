import { isObject } from '@fireball/core'
import { Field } from '../ui/field.tsx'
import { Pick } from '../ui/pick.tsx'
import { useDraftFields } from './draft-fields.ts'

const DECAYS = [
  { key: '', label: 'Linear, as usual' },
  { key: 'exponential', label: 'Exponential' },
  { key: 'none', label: 'Not at all' },
] as const

const MOST = 10

interface Weighed {
  readonly key: string
  readonly name: string
}

const signalsIn = (signals: unknown): readonly Weighed[] =>
  (Array.isArray(signals) ? signals : [])
    .filter(isObject)
    .flatMap(({ key, name }) =>
      typeof key === 'string' ? [{ key, name: typeof name === 'string' ? name : key }] : [],
    )

/** What each action is worth, and how long it counts. */
export const Weights = () => {
  const { read, edit, number, canEdit } = useDraftFields()
  const signals = signalsIn(read('signals'))
  const own = read('engagement', 'weights')
  const hasOwn = isObject(own)
  const weightOf = (key: string): number => {
    const given = hasOwn ? own[key] : 1
    return typeof given === 'number' ? given : 0
  }
  // The first own weight fixes those of all others: without any, each weighs 1; with some, the rest weigh nothing.
  const weigh = (key: string, weight: number): void =>
    edit(['engagement', 'weights'], {
      ...(hasOwn ? own : Object.fromEntries(signals.map(one => [one.key, 1]))),
      [key]: weight,
    })
  const decay = read('engagement', 'decay')
  return (
    <section class="card" aria-labelledby="weights-title">
      <h2 id="weights-title">Engagement weights</h2>
      <p class="muted">
        What an action is worth in the score, 0 to {MOST}.{!hasOwn && ' None is set yet: each weighs 1.'}
      </p>
      {signals.length === 0 ? (
        <p class="muted">The program has no signals yet.</p>
      ) : (
        <ul class="weights-list">
          {signals.map(({ key, name }) => (
            <li key={key}>
              <label for={`weight-${key}`}>{name}</label>
              <input
                id={`weight-${key}`}
                type="range"
                min="0"
                max={MOST}
                step="0.5"
                value={weightOf(key)}
                disabled={!canEdit}
                onInput={event => weigh(key, Number(event.currentTarget.value))}
              />
              <output for={`weight-${key}`}>{weightOf(key)}</output>
            </li>
          ))}
        </ul>
      )}
      <div class="field-row">
        <Field
          label="Counts for, in days"
          kind="number"
          placeholder="30"
          {...number(['engagement', 'windowDays'])}
        />
        <Field
          label="At most a day, of one kind"
          kind="number"
          placeholder="20"
          {...number(['engagement', 'dailyCap'])}
        />
        <div class="field">
          <Pick
            label="Loses weight with age"
            isSeen
            isDisabled={!canEdit}
            value={typeof decay === 'string' && decay !== 'linear' ? decay : ''}
            options={DECAYS}
            onPick={key => edit(['engagement', 'decay'], key === '' ? undefined : key)}
          />
        </div>
      </div>
    </section>
  )
}
