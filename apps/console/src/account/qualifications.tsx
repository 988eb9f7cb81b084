import type { AccountPage, Qualification } from '@fireball/core'
import { isObject } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { featureKeys, undeclaredFeatures } from '../connect/undeclared.ts'
import { UndeclaredFeature } from '../connect/undeclared-feature.tsx'
import { useDesk } from '../desk.ts'
import { readAt } from '../program/edit.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { When } from '../ui/when.tsx'
import { KIND_WORDS, traceOf, VERDICT_WORDS } from './trace.ts'

const useFeatureName = (): ((key: string) => string) => {
  const { program } = useDesk()
  const state = useStore(program.$state)
  const features = readAt(state.value?.published?.program ?? state.value?.draft, ['features'])
  return key => {
    const found = Array.isArray(features) ? features.filter(isObject).find(one => one.key === key) : undefined
    return String(found?.name ?? key)
  }
}

const LOOKS = { qualified: 'accent', held: 'warning', help: 'plain' } as const satisfies Record<
  Qualification['verdict'],
  string
>

const LINE_WORDS = { called: 'Called for by', passed: 'Passed', held: 'Held by' } as const

const Trace = ({ one }: { readonly one: Qualification }) => (
  <ul class="trace">
    {traceOf(one).map(({ is, say }) => (
      <li key={say} class={is}>
        <Icon name={is === 'called' ? 'right' : is === 'passed' ? 'check' : 'hold'} />
        <span>
          <span class="hidden">{LINE_WORDS[is]}: </span>
          {say}
        </span>
      </li>
    ))}
  </ul>
)

/** How the account stands towards each target now, guard by guard, and what was written before. */
export const Qualifications = ({
  now: standing,
  history,
  timeline,
}: Pick<AccountPage, 'now' | 'history' | 'timeline'>) => {
  const { now, program } = useDesk()
  const live = useStore(program.$state).value?.published?.program
  const undeclared = live === undefined ? [] : undeclaredFeatures(timeline, featureKeys(live))
  const feature = useFeatureName()
  return (
    <section class="block" aria-labelledby="now-title">
      <h2 id="now-title">Ready to buy?</h2>
      {undeclared.length > 0 && (
        <div class="card undeclared-card">
          <p>Somebody called for what the program does not know, so it counts for nothing yet:</p>
          <ul>
            {undeclared.map(key => (
              <li key={key}>
                <UndeclaredFeature feature={key} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {standing.length === 0 && undeclared.length > 0 ? null : standing.length === 0 ? (
        <Empty title="Nothing calls for a talk yet">
          <p>It shows here when someone runs into a lock or a limit, or asks for help.</p>
        </Empty>
      ) : (
        <ul class="cards">
          {standing.map(one => (
            <li key={`${one.kind} ${one.target}`} class="card">
              <h3>
                {feature(one.target)} <span class="muted">{KIND_WORDS[one.kind].toLowerCase()}</span>
                <Badge look={LOOKS[one.verdict]}>{VERDICT_WORDS[one.verdict]}</Badge>
              </h3>
              <Trace one={one} />
            </li>
          ))}
        </ul>
      )}
      {history.length > 0 && (
        <details class="history">
          <summary>History, as it was written ({history.length})</summary>
          <ul class="cards">
            {history.map(one => (
              <li key={one.id} class="card">
                <h3>
                  {feature(one.target)} <span class="muted">{KIND_WORDS[one.kind].toLowerCase()}</span>
                  <Badge look={one.withdrawnAt === undefined ? LOOKS[one.verdict] : 'plain'}>
                    {one.withdrawnAt === undefined ? VERDICT_WORDS[one.verdict] : 'Withdrawn'}
                  </Badge>
                </h3>
                <p class="muted small">
                  Written <When at={one.at} now={now()} /> with program <code>{one.version}</code>
                  {one.withdrawnAt !== undefined && (
                    <>
                      ; withdrawn <When at={one.withdrawnAt} now={now()} />
                    </>
                  )}
                </p>
                <Trace one={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
