import type { HelpInbox } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import type { RemoteStore } from '../remote.ts'
import { Await } from '../ui/await.tsx'
import { Empty } from '../ui/empty.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Help } from './help-card.tsx'

/** Questions from users: open ones first, each with what is known and what to do. */
export const Inbox = ({ inbox }: { readonly inbox: RemoteStore<HelpInbox> }) => {
  const { links } = useDesk()
  const state = useStore(inbox.$state)
  useEffect(() => void inbox.load(), [inbox])
  const reload = (): void => void inbox.load()
  return (
    <>
      <RoomHead title="Inbox" lead="People who asked for help. Everyone gets an answer." />
      <Await state={state} what="the inbox" onRetry={reload}>
        {({ items, open }) =>
          items.length === 0 ? (
            <Empty title="Nobody has asked for help yet">
              <p>
                When someone is stuck, a help prompt offers to ask you. Their message arrives here with what
                they tried and which skill is missing.
              </p>
              <a class="button plain" href={links.program()}>
                See the prompts
              </a>
            </Empty>
          ) : (
            <>
              <p class="muted" role="status">
                {open === 0 ? 'All answered.' : `${open} open`}
              </p>
              <ul class="cards">
                {items.map(item => (
                  <Help key={item.id} item={item} onChanged={reload} />
                ))}
              </ul>
            </>
          )
        }
      </Await>
    </>
  )
}
