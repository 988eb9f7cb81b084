import type { PromptStats } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { MessageAdd } from './message-add.tsx'
import type { Prompts } from './pausing.ts'
import { PromptCard } from './prompt-card.tsx'
import { promptItems } from './prompt-items.ts'

/** Every prompt, nudge and message of the draft: how it does, its brake, its form. */
export const PromptsTab = ({ prompts }: { readonly prompts: Prompts }) => {
  const { program, links } = useDesk()
  const reading = useStore(program.$reading)
  const stats = useStore(prompts.$stats)
  const [added, setAdded] = useState<string | undefined>(undefined)
  if (reading.error !== undefined)
    return (
      <Notice kind="warning">
        <span class="grow">
          Line {reading.error.line} of the JSON has a mistake, so the forms cannot be shown.{' '}
          {reading.error.message}
        </span>
        <a class="button plain" href={links.program('json')}>
          Open the JSON
        </a>
      </Notice>
    )
  const items = promptItems(reading.program)
  const statsOf = (key: string): PromptStats | undefined => stats.value?.find(one => one.key === key)
  return (
    <>
      {stats.kind === 'failed' && (
        <Failed
          what="Could not load the figures."
          failure={stats.failure}
          onRetry={() => void prompts.load()}
        />
      )}
      <MessageAdd onAdded={setAdded} />
      {items.length === 0 ? (
        <Empty title="No prompts or nudges yet">
          <p>
            A starter program has a checklist, two skills and a first nudge. It asks for three event names.
          </p>
          <a class="button primary" href={links.connect()}>
            Make a starter program
          </a>
        </Empty>
      ) : (
        <ul class="cards">
          {items.map(item => (
            <PromptCard
              // A message keeps its form while its key is being typed.
              key={item.path[0] === 'messages' ? item.path.join(' ') : `${item.path[0]} ${item.key}`}
              isNew={item.path[0] === 'messages' && item.key === added}
              item={item}
              stats={statsOf(item.key)}
              prompts={prompts}
            />
          ))}
        </ul>
      )}
    </>
  )
}
