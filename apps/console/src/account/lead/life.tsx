import type { LeadPage, LifeRecord } from '@fireball/core'
import { useDesk } from '../../desk.ts'
import { LifeBadge } from '../../leads/marks.tsx'
import { dateText, momentText } from '../../time.ts'
import { Empty } from '../../ui/empty.tsx'

const Stage = ({ of }: { readonly of: LifeRecord }) => {
  const { now } = useDesk()
  return (
    <li class={of.withdrawnAt === undefined ? '' : 'withdrawn'}>
      <time dateTime={new Date(of.at).toISOString()} title={momentText(of.at)}>
        {dateText(of.at, now())}
      </time>
      <div class="what">
        <LifeBadge stage={of.stage} />
        {of.withdrawnAt !== undefined && (
          <span class="muted small"> withdrawn {dateText(of.withdrawnAt, now())}: no longer true</span>
        )}
        <ul class="frozen" aria-label="What it stood on then">
          {of.reasons.map(say => (
            <li key={say}>
              <bdi>{say}</bdi>
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}

/** Where the account has been, as it was written at each moment; the newest first. */
export const Life = ({ page: { lead, life } }: { readonly page: LeadPage }) => {
  const { now } = useDesk()
  const cycles = [...new Set(life.map(({ cycle }) => cycle))].sort((a, b) => b - a)
  const asides = [
    lead.mqlAt === null ? '' : `MQL since ${dateText(lead.mqlAt, now())}`,
    lead.sqlAt === null ? '' : `SQL since ${dateText(lead.sqlAt, now())}`,
    lead.closesAt === null ? '' : `expected to close about ${dateText(lead.closesAt, now())}`,
  ].filter(one => one !== '')
  return (
    <section class="block" aria-labelledby="life-title">
      <h2 id="life-title">Life cycle {lead.cycle > 1 && <span class="muted">cycle {lead.cycle}</span>}</h2>
      {asides.length > 0 && <p class="muted">{asides.join(' · ')}</p>}
      {life.length === 0 ? (
        <Empty title="Nothing was written yet">
          <p>Each step of its life is written here with what it stood on.</p>
        </Empty>
      ) : (
        cycles.map(cycle => (
          <div key={cycle}>
            {cycles.length > 1 && <h3 class="muted">Cycle {cycle}</h3>}
            <ol class="life">
              {life
                .filter(one => one.cycle === cycle)
                .map(one => (
                  <Stage key={one.id} of={one} />
                ))}
            </ol>
          </div>
        ))
      )}
    </section>
  )
}
