import type { MessageView } from '@fireball/core'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { CROSS, Icon } from './icon.tsx'
import { Surface } from './surface.tsx'
import type { PromptPorts } from './whole.ts'
import { words, wordsOf } from './words.ts'

/** Across the top of the page, over it: nothing on the page moves. */
export const Banner = ({ view, ports }: { view: MessageView; ports: PromptPorts }) => {
  const { state, parts } = ports.whole
  const { close, stop } = wordsOf(words, state)
  const { title, body, rich, action, why } = view
  return (
    <Surface
      name="banner"
      role="region"
      labelledBy="prompt"
      reach={parts.reach}
      onEscape={ports.onClosed}
      onPainted={ports.onShown}
    >
      <div class="body">
        <div class="top">
          <div class="said-in">
            <h2 id="prompt" part="title">
              {title}
            </h2>
            {body && <p>{rich ? parts.rich.need()?.richText(body) : body}</p>}
          </div>
          {action && (
            <Button look="primary" onClick={() => ports.onAct('action', action)}>
              {action.label}
            </Button>
          )}
          <Button look="icon" aria-label={close} onClick={ports.onClosed}>
            <Icon path={CROSS} />
          </Button>
        </div>
        <Foot why={why} whole={ports.whole}>
          <Button look="link" onClick={ports.onStopped}>
            {stop}
          </Button>
        </Foot>
      </div>
    </Surface>
  )
}
