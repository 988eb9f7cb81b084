import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface RoomHeadProps {
  readonly title: string
  readonly lead?: ComponentChildren
  /** Beside the title: what it is. */
  readonly mark?: ComponentChildren
  /** Buttons at the right. */
  readonly children?: ComponentChildren
}

/** The head of a room. On entering it takes the focus, so that a screen reader says where one is. */
export const RoomHead = ({ title, lead, mark, children }: RoomHeadProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    document.title = `${title} · Fireball`
  }, [title])
  return (
    <header class="room-head">
      <div class="grow">
        <div class="room-title">
          <h1 ref={heading} tabIndex={-1}>
            <bdi>{title}</bdi>
          </h1>
          {mark}
        </div>
        {lead !== undefined && <p class="lead">{lead}</p>}
      </div>
      {children}
    </header>
  )
}
