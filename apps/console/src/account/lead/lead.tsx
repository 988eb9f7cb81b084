import type { AccountPage, LeadPage, Result } from '@fireball/core'
import type { Failure } from '../../api.ts'
import type { Remote } from '../../remote.ts'
import { Await } from '../../ui/await.tsx'
import { Chance } from './chance.tsx'
import { Life } from './life.tsx'
import { NextStep } from './next-step.tsx'
import { Offers } from './offers.tsx'
import { Touches } from './touches.tsx'
import { TypeView } from './type-view.tsx'
import { Talk, Use } from './use-and-talk.tsx'

interface LeadProps {
  readonly row: AccountPage['row']
  readonly state: Remote<LeadPage>
  readonly take: (answer: Result<LeadPage, Failure>) => void
  readonly reload: () => void
  /** Something was noted about it, or taken back. */
  readonly onNoted: () => void
}

/** What to do about the account, above everything else. */
export const LeadNext = ({ row, state, take, reload, onNoted }: LeadProps) => (
  <>
    {state.kind === 'failed' && state.value === undefined && (
      <div class={`next ${row.urgency > 0 ? 'urgent' : ''}`}>
        <p class="next-what">
          <bdi>{row.action}</bdi>
        </p>
        <p>
          <bdi>{row.reason}</bdi>
        </p>
      </div>
    )}
    <Await state={state} what="what to do" onRetry={reload}>
      {page => (
        <NextStep
          akey={row.akey}
          row={row}
          page={page}
          onChanged={value => {
            take({ ok: true, value })
            onNoted()
          }}
        />
      )}
    </Await>
  </>
)

/** The account as a lead: chance, type, use, talk, and where it has been. */
export const Lead = ({ row, state, take, reload, onNoted, users }: LeadProps & Pick<AccountPage, 'users'>) =>
  state.value === undefined ? null : (
    <>
      <div class="columns">
        <Chance akey={row.akey} page={state.value} onChanged={reload} />
        <TypeView page={state.value} />
      </div>
      <div class="columns">
        <Use of={state.value.lead.engagement} />
        <Talk of={state.value.lead.communication} />
      </div>
      <div class="columns">
        <Life page={state.value} />
        <div class="cards">
          <Touches
            akey={row.akey}
            touches={state.value.touches}
            onChanged={value => {
              take({ ok: true, value })
              onNoted()
            }}
          />
          <Offers offers={state.value.offers ?? []} users={users} />
        </div>
      </div>
    </>
  )
