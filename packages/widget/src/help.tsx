import type { HelpView } from '@fireball/core'
import { Card, type PromptPorts } from './card.tsx'
import helpStyles from './help.css'
import { HelpForm, type HelpPorts } from './help-form.tsx'
import { listStyles } from './list.tsx'

export { HelpForm }

/** What its surface looks like. */
export const styles = listStyles + helpStyles

/** An offer of help from a person, with the form in it. */
export const Help = ({ view, ports, help }: { view: HelpView; ports: PromptPorts; help: HelpPorts }) => (
  <Card view={view} ports={ports}>
    <HelpForm view={view} help={help} />
  </Card>
)
