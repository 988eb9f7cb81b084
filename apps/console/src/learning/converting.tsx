import type { ModelCard, PropensityGap, PropensityState } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import { OddsTable } from '../account/lead/odds-table.tsx'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'
import { SimulationOffer } from '../simulation/simulation-offer.tsx'
import { dateText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Term } from '../ui/term.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { LearningTabs } from './learning-tabs.tsx'
import { fineText } from './learning-words.ts'

const RESTING_MS = 20_000
/** A run may begin only after the question for it was answered. */
const AWAITED_MS = 500
/** What has not ended by then had nothing new to learn from. */
const AWAITED_AT_MOST_MS = 30_000

/** A run that was asked for here: until the last run is another than the one before. */
type Run = { readonly kind: 'none' | 'done' } | { readonly kind: 'asked'; readonly before: number | null }

/** What was learned about converting: apart from ability, and never presented as it. */
export const Converting = () => {
  const { api, canEdit } = useDesk()
  const [failure, setFailure] = useState<Failure>()
  const [run, setRun] = useState<Run>({ kind: 'none' })
  const isAwaited = run.kind === 'asked' && failure === undefined
  const { state, take, reload } = useRemote(
    () => api.propensity(),
    [api],
    () => (isAwaited ? AWAITED_MS : RESTING_MS),
  )
  const ranAt = state.value?.ranAt ?? null
  useEffect(() => {
    if (run.kind !== 'asked') return
    if (ranAt !== run.before) setRun({ kind: 'done' })
    const timer = setTimeout(() => setRun({ kind: 'none' }), AWAITED_AT_MOST_MS)
    return () => clearTimeout(timer)
  }, [run, ranAt])
  const learn = async (): Promise<void> => {
    setRun({ kind: 'asked', before: ranAt })
    const answer = await api.learnPropensity()
    setFailure(answer.ok ? undefined : answer.error)
    if (answer.ok) take(answer)
  }
  return (
    <>
      <RoomHead
        title="Learning"
        lead="Who converts, learned from your own outcomes. It is not who is able: that is the other tab."
      >
        {canEdit && (
          <Button isBusy={isAwaited} onClick={() => void learn()}>
            {isAwaited ? 'Learning …' : 'Learn now'}
          </Button>
        )}
      </RoomHead>
      <LearningTabs open="converting" />
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      <Await state={state} what="what was learned" onRetry={reload}>
        {value => (
          <>
            {run.kind === 'done' && <Notice kind="good">It has just run: {value.say}</Notice>}
            <InUse state={value} />
            {value.converted + value.not === 0 && <SimulationOffer />}
            {value.card !== null && <Card card={value.card} />}
            <section class="block" aria-labelledby="odds-title">
              <h2 id="odds-title">
                Odds of the types{' '}
                <span class="muted">{value.card === null ? 'in use' : 'what it starts from'}</span>
              </h2>
              <p class="muted">
                An account that a trial ended for adds to the types it resembled at mid-trial. The prior
                weighs as much as 20 accounts of each type.
              </p>
              <OddsTable posteriors={value.posteriors} />
            </section>
          </>
        )}
      </Await>
    </>
  )
}

const InUse = ({ state }: { readonly state: PropensityState }) => {
  const { now } = useDesk()
  const { source, converted, not, missing, say, ranAt, horizonDays } = state
  return (
    <section class="card in-use" aria-labelledby="in-use-title">
      <h2 id="in-use-title">
        {source === 'fit' ? 'A model of your outcomes' : 'The types’ odds'}{' '}
        <Badge look={source === 'fit' ? 'good' : 'plain'}>in use</Badge>
      </h2>
      <p>
        The chance that an account converts within {horizonDays} days. Found so far:{' '}
        {countText(converted, 'account')} that converted, {numberText(not)} that did not.
      </p>
      {missing !== null && <Missing of={missing} hasFit={source === 'fit'} />}
      <p class="muted small">
        {ranAt === null ? (
          'It has not run yet.'
        ) : (
          <>
            Last run <When at={ranAt} now={now()} />: {say}
          </>
        )}
      </p>
    </section>
  )
}

/** What a fit still needs, span by span, and when it will be there at the pace so far. */
const Missing = ({ of, hasFit }: { readonly of: PropensityGap; readonly hasFit: boolean }) => {
  const { now } = useDesk()
  const { apartDays, earlier, later, expectedAt } = of
  const Part = ({ found, needed, what }: { found: number; needed: number; what: string }) => (
    <Meter
      value={Math.min(1, found / Math.max(1, needed))}
      label={what}
      text={
        found >= needed
          ? `${numberText(found)} ${what}: enough`
          : `${numberText(found)} of ${numberText(needed)} ${what}`
      }
    />
  )
  return (
    <div class="missing">
      <p>
        {hasFit ? 'A newer model needs' : 'A model needs'} outcomes in two spans: it learns of the earlier
        one, and has to tell the later one better than {hasFit ? 'the one in use' : 'the types’ odds'} before
        it is used. The later span begins {apartDays} days after the earlier, when the outcome of that was
        known.
      </p>
      <dl class="spans">
        <div>
          <dt>Earlier span</dt>
          <dd>
            <Part found={earlier.converted} needed={earlier.needed} what="conversions" />
            <Part found={earlier.not} needed={earlier.needed} what="others" />
          </dd>
        </div>
        <div>
          <dt>Later span</dt>
          <dd>
            <Part found={later.converted} needed={later.needed} what="conversions" />
          </dd>
        </div>
      </dl>
      <p>
        {expectedAt === null ? (
          'Nobody has converted yet whose time was over, so nobody can say when there will be enough.'
        ) : (
          <>
            At the pace so far there will be enough on <strong>{dateText(expectedAt, now())}</strong>.
          </>
        )}
      </p>
    </div>
  )
}

const plainText = (value: number): string => `${value <= -0.005 ? '−' : ''}${Math.abs(value).toFixed(2)}`

/** With its sign, unless it is none to two places. */
const weightText = (value: number): string => `${value >= 0.005 ? '+' : ''}${plainText(value)}`

const Card = ({ card }: { readonly card: ModelCard }) => {
  const { now } = useDesk()
  const most = Math.max(0.01, ...card.features.map(({ weight }) => Math.abs(weight)))
  const span = ({ from, to }: ModelCard['trainedOn']): string =>
    `${dateText(from, now())} to ${dateText(to, now())}`
  return (
    <>
      <section class="block" aria-labelledby="card-title">
        <h2 id="card-title">
          How well it tells what came later <span class="muted">model card</span>
        </h2>
        <dl class="figures">
          <div>
            <dt>
              <Term meaning="AUC: of one account that converted and one that did not, how often the first was given the higher chance. 50% is guessing.">
                Tells who converts
              </Term>
            </dt>
            <dd>{card.auc === null ? '–' : fineText(card.auc)}</dd>
            <dd class="aside">types’ odds: {card.typesAuc === null ? '–' : fineText(card.typesAuc)}</dd>
          </div>
          <div>
            <dt>
              <Term meaning="Calibration error: how far a chance it gives is from how often it happens, on the mean.">
                Off by
              </Term>
            </dt>
            <dd>{fineText(card.ece)}</dd>
          </div>
          <div>
            <dt>
              <Term meaning="Of a recalibration on the later accounts. Slope 1 and intercept 0 are perfect; a slope under 1 means that it is too sure of itself.">
                Slope, intercept
              </Term>
            </dt>
            <dd>
              {plainText(card.slope)} <small>and</small> {plainText(card.intercept)}
            </dd>
          </div>
          <div>
            <dt>Tested on</dt>
            <dd>{numberText(card.testedOn.accounts)}</dd>
            <dd class="aside">
              {numberText(card.testedOn.converted)} converted, {span(card.testedOn)}
            </dd>
          </div>
        </dl>
        <p class="muted small">
          Learned from {countText(card.trainedOn.accounts, 'account')} ({numberText(card.trainedOn.converted)}{' '}
          converted), {span(card.trainedOn)}; made {dateText(card.at, now())}, version{' '}
          <code>{card.version}</code>.
        </p>
      </section>
      <div class="columns">
        <section class="block" aria-labelledby="weights-title">
          <h2 id="weights-title">What it goes by</h2>
          <ul class="shares weights">
            {card.features.map(({ feature, say, weight }) => (
              <li key={feature}>
                <span>{say}</span>
                <span class="lane" aria-hidden="true">
                  <i class="zero" style={{ insetInlineStart: '50%' }} />
                  <i
                    class={weight < 0 ? 'less' : 'more'}
                    style={{
                      insetInlineStart: `${weight < 0 ? 50 - (-weight / most) * 50 : 50}%`,
                      width: `${(Math.abs(weight) / most) * 50}%`,
                    }}
                  />
                </span>
                <span class="figure">{weightText(weight)}</span>
              </li>
            ))}
          </ul>
          <p class="muted small">What one standard deviation more adds on the logit scale.</p>
        </section>
        <section class="block" aria-labelledby="leaks-title">
          <h2 id="leaks-title">Left out as leaks</h2>
          {card.leaks.length === 0 ? (
            <p class="muted">None was found: no fact is only known once the outcome is.</p>
          ) : (
            <ul class="trace">
              {card.leaks.map(({ feature, say }) => (
                <li key={feature} class="held leak">
                  <Icon name="hold" />
                  <span>
                    <code>{feature}</code> <span class="say">{say}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  )
}
