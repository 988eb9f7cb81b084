import type { MessageView, QuestionView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { leave } from './message-ports.ts'
import { words } from './message-words.ts'
import { say } from './phrase.ts'
import type { PromptPorts } from './whole.ts'
import { wordsOf } from './words.ts'

/** What it looks like comes with `message.tsx`. */
export const styles = ''

interface SurveyProps {
  readonly view: MessageView
  readonly ports: PromptPorts
}

interface SurveyState {
  /** How many questions have been answered or left out. */
  readonly at?: number
  readonly isOver?: boolean
}

/** So much of own words is kept with the person’s facts. */
const MOST_CHARACTERS = 900

// Keys typed into a form are not shortcuts of the page.
const keepIn = (event: Event) => event.stopPropagation()

/** As a `ref`: who has just answered goes on with what stands in its place. */
const goOn = (element: HTMLElement | null): void =>
  (element?.querySelector<HTMLElement>('input, textarea') ?? element)?.focus()

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** The answer as it is recorded; undefined for none. */
const answerOf = ({ kind }: QuestionView, form: HTMLFormElement) => {
  const picked = new FormData(form).getAll('answer').map(one => String(one).trim())
  const [first = ''] = picked
  if (kind === 'choices') return picked.length > 0 ? picked : undefined
  if (first === '') return undefined
  return kind === 'scale' ? Number(first) : first
}

const Fields = ({ question }: { question: QuestionView }) => {
  const { kind, title, body, options = [], from = 0, to = 0, low, high, isOptional } = question
  const asks = body === undefined ? 'prompt' : 'prompt asks'
  if (kind === 'text')
    return (
      <textarea
        name="answer"
        part="input"
        rows={3}
        maxLength={MOST_CHARACTERS}
        required={!isOptional}
        aria-label={title}
      />
    )
  const isScale = kind === 'scale'
  const choices = isScale ? numbers(from, to).map(each => ({ key: `${each}`, label: `${each}` })) : options
  return (
    <fieldset
      aria-labelledby={asks}
      class={isScale ? 'scale' : 'choices'}
      part={isScale ? 'scale' : 'choices'}
    >
      <div class="marks">
        {choices.map(({ key, label }, at) => (
          <label key={key}>
            <input
              type={kind === 'choices' ? 'checkbox' : 'radio'}
              name="answer"
              value={key}
              required={!isOptional && kind !== 'choices'}
              aria-description={
                isScale ? (at === 0 ? low : at === choices.length - 1 ? high : undefined) : undefined
              }
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {isScale && (low || high) && (
        <p class="ends" aria-hidden="true">
          <span>{low}</span>
          <span>{high}</span>
        </p>
      )}
    </fieldset>
  )
}

/** Questions of the team, one at a time; each answer is recorded as it is given. */
export class Survey extends Component<SurveyProps, SurveyState> {
  private go(answer: unknown) {
    const { view, ports } = this.props
    const { whole } = ports
    const { at = 0 } = this.state
    const { questions = [] } = view
    const isOver = at + 1 >= questions.length
    // What is being answered must not be withdrawn, and the thanks stay until they are put away.
    whole.remember({ asked: view })
    if (answer !== undefined)
      whole.ports.track?.('Survey Answered', { prompt: view.key, survey: questions[at]?.key, answer })
    if (isOver) whole.ports.report({ kind: 'clicked', key: view.key, target: 'answer' })
    this.setState({ at: at + 1, isOver })
  }

  private readonly send = (event: Event) => {
    event.preventDefault()
    const question = this.props.view.questions?.[this.state.at ?? 0]
    const answer = question && answerOf(question, event.currentTarget as HTMLFormElement)
    if (question && (answer !== undefined || question.isOptional)) this.go(answer)
  }

  private asked(question: QuestionView, at: number, count: number) {
    const { view, ports } = this.props
    const { state } = ports.whole
    const { notNow, next, progress, send, skip, stays } = wordsOf(words, state)
    const isLast = at + 1 === count
    return (
      <form
        key={question.key}
        class="survey"
        ref={at > 0 ? goOn : null}
        onSubmit={this.send}
        onKeyPress={keepIn}
        onKeyUp={keepIn}
      >
        {question.body && <p id="asks">{question.body}</p>}
        <Fields question={question} />
        {state.sending === 'off' && <p class="note">{stays}</p>}
        <div class="row">
          <button type="submit" class="primary" part="primary">
            {isLast ? send : next}
          </button>
          {question.isOptional ? (
            <Button look="secondary" onClick={() => this.go(undefined)}>
              {skip}
            </Button>
          ) : (
            at === 0 && (
              <Button look="secondary" onClick={() => leave(ports, view, 'later')}>
                {notNow}
              </Button>
            )
          )}
          {count > 1 && <small dir="auto">{say(progress, { n: at + 1, total: count }, state.locale)}</small>}
        </div>
      </form>
    )
  }

  override render() {
    const { view, ports } = this.props
    const { at = 0, isOver } = this.state
    const { questions = [], thanks } = view
    const question = questions[at]
    const said = wordsOf(words, ports.whole.state)
    if (isOver || !question) {
      const action = thanks?.action
      return (
        <Card view={{ ...view, title: thanks?.title ?? said.thanks, body: thanks?.body ?? '' }} ports={ports}>
          <div class="row thanks" tabIndex={-1} role="status" ref={goOn}>
            {action && (
              <Button look="primary" onClick={() => ports.onAct('action', action)}>
                {action.label}
              </Button>
            )}
            <Button look="secondary" onClick={ports.onClosed}>
              {said.finish}
            </Button>
          </div>
        </Card>
      )
    }
    return (
      <Card view={{ ...view, title: question.title, body: '' }} ports={ports}>
        {this.asked(question, at, questions.length)}
      </Card>
    )
  }
}
