import type { Action, ChecklistView, StepView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { takeFocus } from './focus.ts'
import { Foot } from './foot.tsx'
import { Icon } from './icon.tsx'
import { CHECK, CHEVRON } from './icons.ts'
import { stepsDone, words } from './panel-words.ts'
import { createPart } from './part.ts'
import { Ring } from './ring.tsx'
import { Step } from './step.tsx'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import type { Whole } from './whole.ts'
import { wordsOf } from './words.ts'

/** What it looks like comes with `checklist.tsx`. */
export const styles = ''

interface PanelProps {
  readonly view: ChecklistView
  /** How far along, in words. */
  readonly progress: string
  /** Answers that have not been looked at, in words. */
  readonly news?: string | undefined
  readonly isAsking: boolean | 'again' | undefined
  readonly isOpen: boolean
  /** In a place of the page's own, where it neither opens nor closes. */
  readonly isEmbedded?: boolean
  readonly whole: Whole
  onToggle(): void
}

interface PanelState {
  /** A step unfolded by hand, beside the next one, which always is. */
  readonly unfolded?: string | undefined
  /** The steps that are done lie behind one line until they are asked for. */
  readonly showsDone?: boolean
  /** The list of resources stands in the place of the steps. */
  readonly isReading?: boolean
}

/** So many steps that are done are worth a line of their own. */
const FEW = 1

/** The way to first value, opened from its launcher: steps with what they are for, and a way to ask. */
export class Panel extends Component<PanelProps, PanelState> {
  /** `target` is the key of the step. What it leads to may lie beneath the panel, so the panel steps aside. */
  private readonly act = (target: string, action: Action) => {
    const { view, whole, onToggle } = this.props
    whole.ports.report({ kind: 'clicked', key: view.key, target })
    whole.ports.act(action)
    onToggle()
  }

  private readonly dismiss = () => {
    const { view, whole } = this.props
    const { key } = view
    whole.remember({ dismissed: key, undo: key })
    whole.ports.report({ kind: 'checklist', key, is: 'dismissed' })
  }

  private readonly resources = createPart(
    () => import('./resources.tsx'),
    () => this.setState({}),
  )

  /** To the questions, and back. */
  private turn() {
    const { news, isAsking, whole } = this.props
    const { back, ask } = wordsOf(words, whole.state)
    return (
      <Button look="secondary" onClick={() => whole.remember({ isAsking: !isAsking })}>
        {isAsking ? back : (news ?? ask)}
      </Button>
    )
  }

  /** To what there is to read, and back. */
  private reading() {
    const { whole } = this.props
    const { isReading } = this.state
    const view = whole.state.beside?.find(one => one.view.items && !one.view.slot)?.view
    const { back } = wordsOf(words, whole.state)
    const turn = view && (
      <Button look="secondary" onClick={() => this.setState({ isReading: !isReading })}>
        {isReading ? back : view.title}
      </Button>
    )
    return { list: isReading && view && this.resources.need()?.listIn(view, whole, turn), turn }
  }

  private form() {
    const { isAsking, whole } = this.props
    const part = whole.parts.help.need()
    return (
      part && (
        <part.HelpForm whole={whole} takesFocus={isAsking === true}>
          {this.turn()}
        </part.HelpForm>
      )
    )
  }

  private step(step: StepView) {
    const { unfolded } = this.state
    const { key } = step
    return (
      <Step
        key={key}
        step={step}
        state={this.props.whole.state}
        isUnfolded={key === unfolded}
        onUnfold={() => this.setState({ unfolded: key === unfolded ? undefined : key })}
        onAct={this.act}
      />
    )
  }

  private steps(lead: string | undefined) {
    const { view, whole } = this.props
    const { showsDone = false } = this.state
    const done = view.steps.filter(({ state }) => state === 'done')
    const isFolded = done.length > FEW && done.length < view.steps.length
    const rest = isFolded ? view.steps.filter(({ state }) => state !== 'done') : view.steps
    return (
      <>
        {lead && <p>{lead}</p>}
        <ol>
          {isFolded && (
            <li key="done" class="done">
              <Button
                look="head"
                aria-expanded={showsDone}
                onClick={() => this.setState({ showsDone: !showsDone })}
              >
                <span class="mark">
                  <Icon path={CHECK} />
                </span>
                <span>
                  <bdi>{stepsDone(done.length, whole.state)}</bdi>
                </span>
                <Icon path={CHEVRON} />
              </Button>
            </li>
          )}
          {isFolded && showsDone && done.map(step => this.step(step))}
          {rest.map(step => this.step(step))}
        </ol>
      </>
    )
  }

  override render() {
    const { view, progress, isOpen, isEmbedded, isAsking, whole, onToggle } = this.props
    if (!isOpen) return null
    const { title, text, done, total, why } = view
    const { collapse, hide } = wordsOf(words, whole.state)
    const { list, turn } = this.reading()
    const finished = done === total ? view.finished : undefined
    const body = (
      <div class="body">
        <Top
          id="panel"
          title={finished ? finished.title : title}
          icon={CHEVRON}
          label={collapse}
          onClick={onToggle}
          lead={<Ring done={done} total={total} />}
        >
          <small>
            <bdi>{progress}</bdi>
          </small>
        </Top>
        {isAsking ? this.form() : list || this.steps(finished ? finished.body : done ? undefined : text)}
        {!isAsking && !list && (
          <div class="row" ref={isAsking === false ? takeFocus : null}>
            {this.turn()}
            {turn}
          </div>
        )}
        {!list && (
          <Foot why={why} whole={whole}>
            <Button look="link" onClick={this.dismiss}>
              {hide}
            </Button>
          </Foot>
        )}
      </div>
    )
    return isEmbedded ? (
      <section class="embed" part="panel" aria-labelledby="panel">
        {body}
      </section>
    ) : (
      <Surface name="panel" role="dialog" labelledBy="panel" takesFocus onEscape={onToggle}>
        {body}
      </Surface>
    )
  }
}
