import type { HelpRequest } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { takeFocus } from './focus.ts'
import { receiptOf, sendingNote, standingOf, words } from './help-words.ts'
import { List } from './list.tsx'
import type { FormProps } from './whole.ts'
import { wordsOf } from './words.ts'

interface FormState {
  readonly standing?: 'sending' | 'failed' | HelpRequest | undefined
}

// Keys typed into a form are not shortcuts of the page.
const keepIn = (event: Event) => event.stopPropagation()

/** Ask, be told that it was kept, and see how earlier questions stand. */
export class HelpForm extends Component<FormProps, FormState> {
  private ask(message: string): Promise<HelpRequest> {
    const { view, whole } = this.props
    if (!view) return whole.ports.ask(message)
    whole.remember({ asked: view })
    whole.ports.report({ kind: 'clicked', key: view.key, target: 'ask' })
    return whole.ports.ask(message, view.feature)
  }

  private readonly send = async (event: Event) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLElement
    const { draft } = this.props.whole
    const message = draft.text.trim()
    if (!message || this.state.standing === 'sending') return
    this.setState({ standing: 'sending' })
    const standing = await this.ask(message).catch(() => 'failed' as const)
    if (standing !== 'failed') draft.text = ''
    // What had the focus goes away: whoever was in the form goes on with its outcome.
    const hadFocus = form.matches(':focus-within')
    this.setState({ standing }, () => {
      if (hadFocus) form.querySelector<HTMLElement>('[tabindex]')?.focus()
    })
  }

  private fields() {
    const { whole, view } = this.props
    const { team, message, evidence, failed, sending, send } = wordsOf(words, whole.state)
    const { standing } = this.state
    const isSending = standing === 'sending'
    const help = view?.kind === 'help' ? view : undefined
    const note = sendingNote(whole.state)
    return (
      <>
        <p>{help ? help.who : team}</p>
        <label for="message">{message}</label>
        <textarea
          id="message"
          part="input"
          rows={3}
          required
          maxLength={4000}
          value={whole.draft.text}
          onInput={event => {
            whole.draft.text = event.currentTarget.value
          }}
        />
        <List name="evidence" title={evidence}>
          {help ? help.evidence.map(line => <li key={line}>{line}</li>) : []}
        </List>
        {note && <p class="note">{note}</p>}
        {standing === 'failed' && (
          <p class="note" role="alert" tabIndex={-1}>
            {failed}
          </p>
        )}
        <div class="row">
          <button type="submit" class="primary" part="primary" aria-disabled={isSending}>
            {isSending ? sending : send}
          </button>
          {this.props.children}
        </div>
      </>
    )
  }

  override render() {
    const { whole } = this.props
    const { help } = whole.state
    const { again, questions } = wordsOf(words, whole.state)
    const { standing } = this.state
    return (
      <>
        <form
          ref={this.props.takesFocus ? takeFocus : null}
          onSubmit={this.send}
          onKeyPress={keepIn}
          onKeyUp={keepIn}
        >
          {typeof standing === 'object' ? (
            <>
              <p class="note" tabIndex={-1} role="status">
                {receiptOf(standing, whole.state)}
              </p>
              <div class="row">
                <Button look="secondary" onClick={() => this.setState({ standing: undefined })}>
                  {again}
                </Button>
                {this.props.children}
              </div>
            </>
          ) : (
            this.fields()
          )}
        </form>
        <List name="requests" title={questions}>
          {help.map(request => (
            <li key={request.id} class="asked">
              <span>{request.message}</span>
              <b class={request.state}>{standingOf(request, whole.state)}</b>
              {request.answer && <p>{request.answer}</p>}
            </li>
          ))}
        </List>
      </>
    )
  }
}
