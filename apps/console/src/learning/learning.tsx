import type { LearningState, Prediction } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import type { Answer, Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'
import { dateText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Meter } from '../ui/meter.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { History } from './history.tsx'
import { LearningTabs } from './learning-tabs.tsx'
import { fitName, MEASURES, qualityOf, STAGES, trainedText } from './learning-words.ts'
import { Reliability } from './reliability.tsx'
import { SkillData } from './skill-data.tsx'

const RUNNING_MS = 1500
const RESTING_MS = 20_000
/** A run may begin only after the question for it was answered. */
const AWAITED_MS = 500
/** What has not begun by then was not needed. */
const AWAITED_AT_MOST_MS = 30_000

/** A run that was asked for here: until there is a report other than the one before. */
type Run = { readonly kind: 'none' | 'done' } | { readonly kind: 'asked'; readonly before: number }

type Act = (call: () => Answer<LearningState>) => Promise<void>

/** What was learned about ability from the project's own evidence, how well it tells, and the way back. */
export const Learning = () => {
  const { api, canEdit } = useDesk()
  const [run, setRun] = useState<Run>({ kind: 'none' })
  const [failure, setFailure] = useState<Failure | undefined>(undefined)
  const isAwaited = run.kind === 'asked' && failure === undefined
  const { state, take, reload } = useRemote(
    () => api.learning(),
    [api],
    value => (isAwaited ? AWAITED_MS : value?.running != null ? RUNNING_MS : RESTING_MS),
  )
  const reportAt = state.value?.report?.at ?? 0
  useEffect(() => {
    if (run.kind !== 'asked') return
    if (reportAt !== run.before) setRun({ kind: 'done' })
    const timer = setTimeout(() => setRun({ kind: 'none' }), AWAITED_AT_MOST_MS)
    return () => clearTimeout(timer)
  }, [run, reportAt])
  const isRunning = state.value?.running != null
  const act: Act = async call => {
    const answer = await call()
    setFailure(answer.ok ? undefined : answer.error)
    if (answer.ok) take(answer)
  }
  return (
    <>
      <RoomHead
        title="Learning"
        lead="How sure Fireball can be of who is able, learned from your own users’ successes and failures."
      >
        {canEdit && (
          <Button
            isBusy={isRunning || isAwaited}
            onClick={() => {
              setRun({ kind: 'asked', before: reportAt })
              void act(() => api.learnNow())
            }}
          >
            {isRunning || isAwaited ? 'Learning …' : 'Learn now'}
          </Button>
        )}
      </RoomHead>
      <LearningTabs open="ability" />
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      {run.kind === 'done' && state.value?.report != null && (
        <Notice kind="good">It has just run: {state.value.report.say}</Notice>
      )}
      <Await state={state} what="what was learned" onRetry={reload}>
        {value => (
          <>
            <InUse state={value} act={act} />
            <Quality state={value} />
            <SkillData report={value.report} />
            <History state={value} onUse={id => act(() => api.useFit(id))} />
          </>
        )}
      </Await>
    </>
  )
}

const InUse = ({ state, act }: { readonly state: LearningState; readonly act: Act }) => {
  const { api, canEdit, now } = useDesk()
  const { live, liveSince, isHeld, running, report, nextAt } = state
  return (
    <section class="card in-use" aria-labelledby="in-use-title">
      <h2 id="in-use-title">
        {fitName(live, now())} <Badge look={live === null ? 'plain' : 'good'}>in use</Badge>
      </h2>
      <p>
        {live === null ? (
          'Ability is counted: successes against failures, every context and every skill alike. That holds until your own evidence tells better.'
        ) : (
          <>
            Learned from {trainedText(live)} up to {dateText(live.through, now())}; in use since{' '}
            {liveSince !== null && <When at={liveSince} now={now()} />}. Version <code>{live.version}</code>.
          </>
        )}
      </p>
      {isHeld && (
        <Notice kind="info">
          <span class="grow">A person chose this. Better fits wait until they are let through.</span>
          {canEdit && (
            <Button onClick={() => void act(() => api.resumeLearning())}>Let better fits go live</Button>
          )}
        </Notice>
      )}
      {running !== null ? (
        <p class="running" role="status">
          <Meter
            value={running.total === 0 ? 0 : running.done / running.total}
            label="How far the run is"
            text={`${STAGES[running.stage]} …`}
          />
        </p>
      ) : (
        <p class="muted small">
          {report === null ? (
            'It has not run yet.'
          ) : (
            <>
              Last run <When at={report.at} now={now()} />: {report.say}
            </>
          )}{' '}
          {nextAt === null
            ? 'Learning is switched off (LEARN_EVERY_HOURS=0).'
            : report !== null && `Next run by ${dateText(nextAt, now())}, if there is news.`}
        </p>
      )}
    </section>
  )
}

const binsOf = ({ bins }: Prediction) => bins.map(({ outcomes, ...bin }) => ({ ...bin, count: outcomes }))

const Quality = ({ state }: { readonly state: LearningState }) => {
  const { now } = useDesk()
  const quality = qualityOf(state)
  if (quality === undefined) return <Missing report={state.report} />
  const { used, starting, from, to } = quality
  return (
    <section class="block" aria-labelledby="quality-title">
      <h2 id="quality-title">
        How well it tells what comes next{' '}
        <span class="muted">
          {countText(used.outcomes, 'outcome')} of {dateText(from, now())} to {dateText(to, now())}, none of
          them learned from
        </span>
      </h2>
      <div class="quality">
        <table class="measures">
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">Measure</span>
              </th>
              <th scope="col" class="number">
                {starting === null ? 'Counting alone' : 'In use'}
              </th>
              {starting !== null && (
                <th scope="col" class="number">
                  Counting alone
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {MEASURES.map(({ key, label, meaning, text }) => (
              <tr key={key}>
                <th scope="row">
                  {label}
                  <span class="muted small below">{meaning}</span>
                </th>
                <td class="number strong">{text(used)}</td>
                {starting !== null && <td class="number">{text(starting)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
        <Reliability
          used={binsOf(used)}
          starting={starting === null ? null : binsOf(starting)}
          what="outcomes"
        />
      </div>
    </section>
  )
}

const Missing = ({ report }: Pick<LearningState, 'report'>) => {
  const { links } = useDesk()
  if (report === null)
    return (
      <Empty title="Nothing was learned yet">
        <p>
          It looks at your evidence on its own, once a day. What counts are events with an outcome, “success”
          or “failure”, and a context: what it was done on.
        </p>
      </Empty>
    )
  return (
    <section class="block" aria-labelledby="missing-title">
      <h2 id="missing-title">What is missing</h2>
      <div class="card">
        <p>
          <Meter
            value={report.outcomes / Math.max(1, report.needed)}
            label="Outcomes gathered"
            text={`${numberText(report.outcomes)} of ${numberText(report.needed)} outcomes`}
          />
        </p>
        <p>
          An outcome is an event of a skill that says whether it worked. Successes alone teach nothing: only
          failures show what is hard.
        </p>
        {report.skills.length === 0 && (
          <p>
            The program names no skills yet. <a href={links.program('json')}>Add one in the program</a>.
          </p>
        )}
      </div>
    </section>
  )
}
