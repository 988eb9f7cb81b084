import type { HelpRequest, HelpView, WidgetState } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { receiptOf, sendingNote, standingOf, words } from './help-words.ts'
import { List } from './list.tsx'

/** What a form of questions to the team needs. */
export interface HelpPorts {
  readonly sending: WidgetState['sending']
  readonly requests: readonly HelpRequest[]
  /** What was typed and not yet sent, so that closing loses nothing. */
  readonly draft: { text: string }
  ask(message: string): Promise<HelpRequest>
}

interface FormProps {
  readonly help: HelpPorts
  /** The offer that the form belongs to; without one it is a question about anything. */
  readonly view?: HelpView
}

interface FormState {
  readonly standing?: 'sending' | 'failed' | HelpRequest | undefined
}

// Keys typed into a form are not shortcuts of the page.
const keepIn = (event: Event) => event.stopPropagation()

/** Ask, be told that it was kept, and see how earlier questions stand. */
export class HelpForm extends Component<FormProps, FormState> {
  private readonly send = async (event: Event) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLElement
    const { draft, ask } = this.props.help
    const message = draft.text.trim()
    if (!message || this.state.standing === 'sending') return
    this.setState({ standing: 'sending' })
    const standing = await ask(message).catch(() => 'failed' as const)
    if (standing !== 'failed') draft.text = ''
    // What had the focus goes away: whoever was in the form goes on with its outcome.
    const hadFocus = form.matches(':focus-within')
    this.setState({ standing }, () => {
      if (hadFocus) form.querySelector<HTMLElement>('[tabindex]')?.focus()
    })
  }

  private fields() {
    const { help, view } = this.props
    const { standing } = this.state
    const isSending = standing === 'sending'
    const note = sendingNote(help.sending)
    return (
      <>
        <p>{view ? view.who : words.team}</p>
        <label for="message">{words.message}</label>
        <textarea
          id="message"
          part="input"
          rows={3}
          required
          maxLength={4000}
          value={help.draft.text}
          onInput={event => {
            help.draft.text = event.currentTarget.value
          }}
        />
        <List name="evidence" title={words.evidence}>
          {view ? view.evidence.map(line => <li key={line}>{line}</li>) : []}
        </List>
        {note && <p class="note">{note}</p>}
        {standing === 'failed' && (
          <p class="note" role="alert" tabIndex={-1}>
            {words.failed}
          </p>
        )}
        <div class="row">
          <button type="submit" class="primary" part="primary" aria-disabled={isSending}>
            {isSending ? words.sending : words.send}
          </button>
        </div>
      </>
    )
  }

  override render() {
    const { sending, requests } = this.props.help
    const { standing } = this.state
    return (
      <>
        <form onSubmit={this.send} onKeyPress={keepIn} onKeyUp={keepIn}>
          {typeof standing === 'object' ? (
            <>
              <p class="note" tabIndex={-1} role="status">
                {receiptOf(standing, sending)}
              </p>
              <div class="row">
                <Button look="secondary" onClick={() => this.setState({ standing: undefined })}>
                  {words.again}
                </Button>
              </div>
            </>
          ) : (
            this.fields()
          )}
        </form>
        <List name="requests" title={words.questions}>
          {requests.map(request => (
            <li key={request.id} class="asked">
              <span>{request.message}</span>
              <b class={request.state}>{standingOf(request)}</b>
              {request.answer && <p>{request.answer}</p>}
            </li>
          ))}
        </List>
      </>
    )
  }
}
