import type { HelpView } from '@fireball/core'
import { Card } from './card.tsx'
import helpStyles from './help.css'
import { HelpForm } from './help-form.tsx'
import { listStyles } from './list.tsx'
import type { PromptPorts } from './whole.ts'

export { HelpForm }

/** What its surface looks like. */
export const styles = listStyles + helpStyles

/** Draws an offer of help from a person, with the form in it. */
export const prompt = (view: HelpView, ports: PromptPorts) => (
  <Card key={view.key} view={view} ports={ports}>
    <HelpForm view={view} whole={ports.whole} />
  </Card>
)
