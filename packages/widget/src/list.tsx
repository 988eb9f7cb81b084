import type { ComponentChildren } from 'preact'
import listStyles from './list.css'

export { listStyles }

/** A titled list; nothing at all when it is empty. */
export const List = ({
  name,
  title,
  children,
}: {
  name: string
  title: string
  children: ComponentChildren[]
}) =>
  children.length > 0 && (
    <section class={name} part={name}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  )
