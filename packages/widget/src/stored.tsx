import type { StoredView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { CROSS } from './icon.tsx'
import { List, listStyles } from './list.tsx'
import { say } from './phrase.ts'
import storedStyles from './stored.css'
import { storedRows } from './stored-rows.ts'
import { words as english } from './stored-words.ts'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import type { Whole } from './whole.ts'
import { words as common, wordsOf } from './words.ts'

/** What its surface looks like. */
export const styles = listStyles + storedStyles

interface StoredState {
  readonly view?: StoredView | 'unread' | undefined
  /** Deleting is asked for twice, and cannot be taken back. */
  readonly deletion?: 'asked' | 'done' | undefined
}

/** How many lines of events are shown at first. */
const LINES = 30

/** “What is stored here”: what lies in this browser and what was sent, in plain words, with off and delete. */
export class Stored extends Component<{ readonly whole: Whole }, StoredState> {
  private readonly read = async () => {
    const view = await this.props.whole.ports.stored?.read().catch(() => 'unread' as const)
    this.setState({ view })
  }

  private readonly close = () => this.props.whole.remember({ isStoredOpen: false })

  private readonly choose = (what: 'local' | 'default') => {
    this.props.whole.ports.stored?.choose(what)
    void this.read()
  }

  private readonly purge = async () => {
    await this.props.whole.ports.stored?.purge()
    this.setState({ deletion: 'done' })
  }

  override componentDidMount() {
    void this.read()
  }

  private level({ level, because }: StoredView) {
    const words = wordsOf(english, this.props.whole.state)
    const sentence = { full: words.levelFull, necessary: words.levelNecessary, local: words.levelLocal }
    const by = {
      choice: words.setByYou,
      GPC: words.setByBrowser,
      DNT: words.setByBrowser,
      host: '',
      default: '',
    }
    return (
      <div class="note">
        <p>
          {sentence[level]} {by[because]}
        </p>
        {level !== 'local' && (
          <Button look="secondary" onClick={() => this.choose('local')}>
            {words.turnOff}
          </Button>
        )}
        {level === 'local' && because === 'choice' && (
          <Button look="secondary" onClick={() => this.choose('default')}>
            {words.turnOn}
          </Button>
        )}
      </div>
    )
  }

  private lists({ ids, events, summed }: StoredView) {
    const { state } = this.props.whole
    const words = wordsOf(english, state)
    const { locale } = state
    const nameOf = {
      user: words.idUser,
      account: words.idAccount,
      anonymous: words.idAnonymous,
      device: words.idDevice,
    }
    const fate = { sent: words.eventSent, waiting: words.eventWaiting, kept: words.eventKept }
    const rows = storedRows(events)
    return (
      <>
        <List name="events" title={words.events}>
          {rows.length || summed
            ? [
                ...rows.slice(0, LINES).map(row => (
                  <li key={`${row.state} ${row.name}`}>
                    <span>
                      {row.name}
                      {row.count > 1 && <small> {say(words.times, { n: row.count }, locale)}</small>}
                    </span>
                    <small>{fate[row.state]}</small>
                  </li>
                )),
                summed > 0 && (
                  <li key="summed">
                    <small>{say(words.summed, { n: summed }, locale)}</small>
                  </li>
                ),
              ]
            : [<li key="none">{words.noEvents}</li>]}
        </List>
        <List name="ids" title={words.ids}>
          {(['user', 'account', 'anonymous', 'device'] as const).flatMap(kind =>
            ids[kind] === undefined
              ? []
              : [
                  <li key={kind}>
                    <span>{nameOf[kind]}</span>
                    <code>{ids[kind]}</code>
                  </li>,
                ],
          )}
        </List>
      </>
    )
  }

  private ends() {
    const { privacyUrl } = this.props.whole.state
    const words = wordsOf(english, this.props.whole.state)
    return this.state.deletion ? (
      <div class="note" role="alert">
        <p>{words.deleteWarning}</p>
        <div class="row">
          <Button look="primary" onClick={this.purge}>
            {words.deleteSure}
          </Button>
          <Button look="secondary" onClick={() => this.setState({ deletion: undefined })}>
            {words.cancel}
          </Button>
        </div>
      </div>
    ) : (
      <div class="row">
        <Button look="secondary" onClick={() => this.setState({ deletion: 'asked' })}>
          {words.deleteAll}
        </Button>
        {privacyUrl && (
          <a class="link" href={privacyUrl} target="_blank" rel="noreferrer">
            {words.policy}
          </a>
        )}
      </div>
    )
  }

  override render() {
    const { whole } = this.props
    const { view, deletion } = this.state
    const words = wordsOf(english, whole.state)
    const { close } = wordsOf(common, whole.state)
    return (
      <Surface name="stored" role="dialog" labelledBy="stored" takesFocus onEscape={this.close}>
        <div class="body">
          <Top id="stored" title={words.storedTitle} icon={CROSS} label={close} onClick={this.close} />
          {deletion === 'done' ? (
            <p role="status">{words.deleted}</p>
          ) : (
            <>
              {view === 'unread' && <p role="alert">{words.unread}</p>}
              {typeof view === 'object' && this.level(view)}
              {typeof view === 'object' && this.lists(view)}
              {this.ends()}
            </>
          )}
        </div>
      </Surface>
    )
  }
}
