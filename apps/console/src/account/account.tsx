import type { AccountPage } from '@fireball/core'
import { ENGAGEMENT } from '../accounts/account-list.ts'
import { useDesk } from '../desk.ts'
import { Help } from '../inbox/help-card.tsx'
import { useCurrency } from '../leads/currency.ts'
import { isOpen, SIZES } from '../leads/lead-words.ts'
import { LifeBadge } from '../leads/marks.tsx'
import { moneyText } from '../money.ts'
import { countText, numberText, percentText } from '../number.ts'
import { Await } from '../ui/await.tsx'
import { StageBadge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Term } from '../ui/term.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { AbilityPanel } from './ability-panel.tsx'
import { Lead, LeadNext } from './lead/lead.tsx'
import { Qualifications } from './qualifications.tsx'
import { Skills } from './skills.tsx'
import { QuadrantMark } from './state-mark.tsx'
import { Timeline } from './timeline.tsx'
import { traitText } from './trait-text.ts'
import { type Picked, Users } from './users.tsx'

/** So soon is written what follows from a person’s word. */
const SETTLES_MS = 1500

/** One account: where it stands, why, and everything known about it. */
interface AccountProps {
  readonly akey: string
  /** `user` and `skill`: whose ability is explained beside the page. */
  readonly search: Readonly<Record<string, string>>
}

export const Account = ({ akey, search }: AccountProps) => {
  const { api, links } = useDesk()
  const { state, reload } = useRemote(() => api.account(akey), [api, akey])
  const isGone = state.kind === 'failed' && state.failure.code === 'no-such-account'
  return (
    <>
      <nav class="crumbs" aria-label="Where you are">
        <a href={links.accounts()}>
          <Icon name="left" /> Accounts
        </a>
      </nav>
      {isGone ? (
        <>
          <RoomHead title="No such account" />
          <Empty title="There is no account under this address">
            <p>It may have been deleted, or its user now belongs to an account.</p>
          </Empty>
        </>
      ) : (
        <Await state={state} what="this account" onRetry={reload}>
          {value => <Page page={value} search={search} onChanged={reload} />}
        </Await>
      )}
    </>
  )
}

interface PageProps extends Pick<AccountProps, 'search'> {
  readonly page: AccountPage
  readonly onChanged: () => void
}

const Page = ({ page, search, onChanged }: PageProps) => {
  const { api, now, place, links } = useDesk()
  const currency = useCurrency()
  const lead = useRemote(() => api.lead(page.row.akey), [api, page.row.akey])
  // What follows from a note is written a moment after it.
  const settleLead = (): void => {
    setTimeout(lead.reload, SETTLES_MS)
  }
  const { user, skill } = search
  const picked = user === undefined || skill === undefined ? undefined : { user, skill }
  const pick = (to: Picked | undefined): void =>
    place.open(links.account(page.row.akey, to === undefined ? {} : { ...to }), true)
  const { row, activation, skills, help } = page
  return (
    <>
      <RoomHead
        title={row.name}
        mark={
          row.lead === null ? (
            <StageBadge stage={row.stage} />
          ) : (
            <LifeBadge stage={(lead.state.value?.lead ?? row.lead).stage} />
          )
        }
      />
      <LeadNext row={row} {...lead} onNoted={settleLead} />
      <dl class="figures small-figures">
        {row.lead !== null && (
          <>
            {isOpen(row.lead.stage) && (
              <div>
                <dt>Chance to convert</dt>
                <dd>
                  <Meter value={row.lead.propensity.p} label="Chance to convert" />
                </dd>
              </div>
            )}
            <div>
              <dt>Deal</dt>
              <dd>
                {row.lead.deal === null ? (
                  <span class="muted">unknown</span>
                ) : (
                  moneyText(row.lead.deal, currency)
                )}{' '}
                <small>{SIZES[row.lead.size]}</small>
                <Claimed names={row.lead.claimed} />
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>Activation</dt>
          <dd>
            <Meter value={row.activation} label="Activation" />
          </dd>
        </div>
        <div>
          <dt>
            <Term meaning={ENGAGEMENT}>Engagement</Term>
          </dt>
          <dd>
            {Math.round(row.engagement)} <small>of 100</small>
          </dd>
        </div>
        {row.ability !== null && <Ability of={row.ability} />}
        <div>
          <dt>Users</dt>
          <dd>{numberText(row.users)}</dd>
        </div>
        <div>
          <dt>Last active</dt>
          <dd>
            <When at={row.lastActiveAt} now={now()} />
          </dd>
        </div>
        {Object.entries(page.traits)
          .filter(([name, value]) => name !== 'name' && (typeof value !== 'object' || value === null))
          .slice(0, 6)
          .map(([name, value]) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd class="trait" title={String(value)}>
                <bdi>{traitText(value, now())}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      {help.length > 0 && (
        <section class="block" aria-labelledby="help-title">
          <h2 id="help-title">Questions</h2>
          <ul class="cards">
            {help.map(item => (
              <Help key={item.id} item={item} onChanged={onChanged} isOnAccountPage />
            ))}
          </ul>
        </section>
      )}
      <Lead row={row} {...lead} onNoted={settleLead} users={page.users} />
      <div class="columns">
        <Qualifications now={page.now} history={page.history} timeline={page.timeline} />
        <Steps activation={activation} />
      </div>
      <Skills skills={skills} users={page.users.length} />
      <Users users={page.users} skills={skills} picked={picked} onPick={pick} />
      {picked !== undefined && (
        <AbilityPanel akey={row.akey} picked={picked} onClose={() => pick(undefined)} />
      )}
      <Timeline items={page.timeline} users={page.users} />
      <p class="muted small">
        Id <code>{row.akey}</code>
        {row.isOfOne && ': one user who was never seen in a group() call.'}
      </p>
    </>
  )
}

/** What only a page says counts for no money. */
const Claimed = ({ names = [] }: { readonly names: readonly string[] | undefined }) =>
  names.length === 0 ? null : (
    <small
      class="warning below"
      title="A page said so, whoever opened it: send it with a secret key, or let the program believe pages (forecast.trust)."
    >
      {names.join(', ')} only claimed by a page
    </small>
  )

const Ability = ({ of }: { readonly of: NonNullable<AccountPage['row']['ability']> }) => (
  <>
    <div>
      <dt>Ability and activity</dt>
      <dd>
        <QuadrantMark quadrant={of.quadrant} />
      </dd>
    </div>
    <div>
      <dt>
        <Term meaning="Users able in at least as many skills as the program asks for. Ability is each user’s own: what one shows adds nothing to another.">
          Able users
        </Term>
      </dt>
      <dd>
        {numberText(of.able)} of {numberText(of.users)}
        {of.plateau && <small> on a plateau</small>}
      </dd>
    </div>
    <div>
      <dt>
        <Term meaning="Depth: how surely those who are able master their skills. Breadth: of the skills begun, how many someone is able in.">
          Depth and breadth
        </Term>
      </dt>
      <dd>
        {percentText(of.depth)} <small>and</small> {percentText(of.breadth)}
      </dd>
    </div>
  </>
)

const Steps = ({ activation }: Pick<AccountPage, 'activation'>) => {
  const { links } = useDesk()
  if (activation === null)
    return (
      <section class="block" aria-labelledby="steps-title">
        <h2 id="steps-title">Activation</h2>
        <Empty title="The program has no checklist yet">
          <a class="button plain" href={links.connect()}>
            Make a starter program
          </a>
        </Empty>
      </section>
    )
  const title = (key: string): string => activation.titles[key] ?? key
  return (
    <section class="block" aria-labelledby="steps-title">
      <h2 id="steps-title">
        {activation.title}{' '}
        <span class="muted">
          {activation.done} of {countText(activation.total, 'step')}
        </span>
      </h2>
      <ol class="steps">
        {activation.steps.map(({ key, isDone, waitsFor }) => (
          <li key={key} class={isDone ? 'done' : waitsFor.length > 0 ? 'waits' : 'open'}>
            <span class="tick">{isDone && <Icon name="check" />}</span>
            <span>
              {title(key)}
              <span class="hidden">{isDone ? ', done' : ', not done'}</span>
              {!isDone && waitsFor.length > 0 && (
                <span class="muted small"> after “{waitsFor.map(title).join('”, “')}”</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
