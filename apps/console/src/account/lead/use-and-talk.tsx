import type { CommunicationView, EngagementView } from '@fireball/core'
import { ENGAGEMENT } from '../../accounts/account-list.ts'
import { useDesk } from '../../desk.ts'
import { TALKS } from '../../leads/lead-words.ts'
import { TrendMark } from '../../leads/marks.tsx'
import { numberText, percentText } from '../../number.ts'
import { durationText } from '../../time.ts'
import { Empty } from '../../ui/empty.tsx'
import { Term } from '../../ui/term.tsx'
import { When } from '../../ui/when.tsx'

const Weeks = ({ of: { last7, before7, best7 } }: { readonly of: EngagementView }) => {
  const most = Math.max(last7, before7, best7, 1)
  const rows = [
    { label: 'Last 7 days', value: last7, look: 'now' },
    { label: '7 days before', value: before7, look: '' },
    { label: 'Its best 7 days', value: best7, look: '' },
  ]
  return (
    <ul class="shares">
      {rows.map(({ label, value, look }) => (
        <li key={label} class={look}>
          <span>{label}</span>
          <span class="bar" aria-hidden="true">
            <i style={{ width: `${(value / most) * 100}%` }} />
          </span>
          <span class="figure">{numberText(value)}</span>
        </li>
      ))}
    </ul>
  )
}

/** How much the account is used, where that goes, and who carries it. */
export const Use = ({ of }: { readonly of: EngagementView }) => (
  <section class="block" aria-labelledby="use-title">
    <h2 id="use-title">
      <Term meaning={ENGAGEMENT}>Engagement</Term> <span class="muted">{Math.round(of.score)} of 100</span>{' '}
      <TrendMark trend={of.trend} />
    </h2>
    <Weeks of={of} />
    {of.hasFallen && (
      <p class="warning">It has fallen: the last 7 days are at half or less of its own best.</p>
    )}
    <p class="muted small">
      Weighted actions: {numberText(of.raw)} in all, {numberText(of.perActiveUser)} for each of{' '}
      {numberText(of.activeUsers)} active users on the mean.
    </p>
    {of.champions.length > 0 && (
      <p>
        <Term meaning="The users with the highest engagement: whom to talk to first.">Champions</Term>:{' '}
        {of.champions.map(({ user, name, raw }, i) => (
          <span key={user}>
            {i > 0 && ', '}
            <bdi class="strong">{name}</bdi> <span class="muted small">{numberText(raw)}</span>
          </span>
        ))}
      </p>
    )}
  </section>
)

/** What passed between the account and the team. */
export const Talk = ({ of }: { readonly of: CommunicationView }) => {
  const { now } = useDesk()
  return (
    <section class="block" aria-labelledby="talk-title">
      <h2 id="talk-title">
        Communication <span class="muted">{TALKS[of.responsiveness]}</span>
      </h2>
      {of.responsiveness === 'unknown' ? (
        <Empty title="No source of messages is connected">
          <p>
            Send “Message Sent” and “Message Received” from your mail or support tool, and it shows who
            answers.
          </p>
        </Empty>
      ) : (
        <dl class="figures small-figures talk">
          <div>
            <dt>From them</dt>
            <dd>
              {numberText(of.inbound)}
              {of.lastInboundAt !== null && (
                <small>
                  , last <When at={of.lastInboundAt} now={now()} />
                </small>
              )}
            </dd>
          </div>
          <div>
            <dt>From you</dt>
            <dd>
              {numberText(of.outbound)}
              {of.lastOutboundAt !== null && (
                <small>
                  , last <When at={of.lastOutboundAt} now={now()} />
                </small>
              )}
            </dd>
          </div>
          <div>
            <dt>They answer</dt>
            <dd>
              {of.answeredShare === null ? '–' : percentText(of.answeredShare)}
              {of.responseMs !== null && <small> within {durationText(of.responseMs)}</small>}
            </dd>
          </div>
          <div>
            <dt>Silence</dt>
            <dd>
              {of.silentSince === null ? (
                'none: nothing waits'
              ) : (
                <span class="warning">{durationText(now() - of.silentSince)}</span>
              )}
            </dd>
          </div>
          <div>
            <dt>Mood</dt>
            <dd>
              {of.sentiment === null ? (
                <span class="muted">not said</span>
              ) : (
                <>
                  {numberText(of.sentiment.positive)} <small>good,</small> {numberText(of.sentiment.negative)}{' '}
                  <small>bad</small>
                </>
              )}
            </dd>
          </div>
        </dl>
      )}
    </section>
  )
}
