import type { HelpRequest, HelpView, WidgetState } from '@fireball/core'
import { Component } from 'preact'
import { Card, type PromptPorts } from './card.tsx'
import { receiptOf, sendingNote, standingOf } from './help-words.ts'
import { words } from './words.ts'

/** What a form of questions to the team needs. */
export interface HelpPorts {
  readonly sending: WidgetState['sending']
  readonly requests: readonly HelpRequest[]
  /** What was typed and not yet sent, so that closing loses nothing. */
  readonly draft: { text: string }
  ask(message: string): Promise<HelpRequest>
}

const Requests = ({ requests }: Pick<HelpPorts, 'requests'>) =>
  requests.length > 0 && (
    <section part="requests">
      <h3>{words.questions}</h3>
      <ul role="list">
        {requests.map(request => (
          <li key={request.id} class="asked">
            <span>{request.message}</span>
            <b class={request.state}>{standingOf(request)}</b>
            {request.answer && <p>{request.answer}</p>}
          </li>
        ))}
      </ul>
    </section>
  )

interface FormState {
  readonly standing?: 'sending' | 'failed' | HelpRequest | undefined
}

/** Ask, be told that it was kept, and see how earlier questions stand. */
export class HelpForm extends Component<HelpPorts & { who?: string; evidence?: readonly string[] }, FormState> {
  private async send(form: HTMLElement) {
    const { draft, ask } = this.props
    if (!draft.text.trim() || this.state.standing === 'sending') return
    this.setState({ standing: 'sending' })
    const standing = await ask(draft.text.trim()).catch(() => 'failed' as const)
    if (standing !== 'failed') draft.text = ''
    const hadFocus = form.matches(':focus-within')
    this.setState({ standing }, () => {
      if (hadFocus) form.querySelector<HTMLElement>('[tabindex]')?.focus()
    })
  }

  override render(
    { sending, requests, draft, who, evidence = [] }: HelpForm['props'],
    { standing }: FormState,
  ) {
    const note = sendingNote(sending)
    // Keys typed here are not shortcuts of the page.
    const keepIn = (event: Event) => event.stopPropagation()
    return (
      <>
        <form
          onSubmit={event => {
            event.preventDefault()
            void this.send(event.currentTarget)
          }}
        >
          {typeof standing === 'object' ? (
            <>
              <p class="receipt" tabIndex={-1} role="status">
                {receiptOf(standing, sending)}
              </p>
              <div class="row">
                <button type="button" class="second" onClick={() => this.setState({ standing: undefined })}>
                  {words.again}
                </button>
              </div>
            </>
          ) : (
            <>
              <p>{who ?? words.team}</p>
              <label for="message">{words.message}</label>
              <textarea
                id="message"
                part="input"
                rows={3}
                required
                maxLength={4000}
                value={draft.text}
                onInput={event => {
                  draft.text = event.currentTarget.value
                }}
                onKeyPress={keepIn}
                onKeyUp={keepIn}
              />
              {evidence.length > 0 && (
                <section class="sent">
                  <h3>{words.evidence}</h3>
                  <ul role="list">
                    {evidence.map(line => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                </section>
              )}
              {note && <p class="note">{note}</p>}
              {standing === 'failed' && (
                <p class="note" role="alert" tabIndex={-1}>
                  {words.failed}
                </p>
              )}
              <div class="row">
                <button type="submit" class="primary" part="primary" aria-disabled={standing === 'sending'}>
                  {standing === 'sending' ? words.sending : words.send}
                </button>
              </div>
            </>
          )}
        </form>
        <Requests requests={requests} />
      </>
    )
  }
}

/** An offer of help from a person, with the form in it. */
export const Help = ({ view, help, ...ports }: PromptPorts & { view: HelpView; help: HelpPorts }) => (
  <Card {...ports} view={view}>
    <HelpForm {...help} who={view.who} evidence={view.evidence} />
  </Card>
)
