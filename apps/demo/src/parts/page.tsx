import type { ComponentChildren } from 'preact'

interface PageProps {
  readonly title: string
  readonly lead?: string
  /** What can be done here, at the end of the title's line. */
  readonly aside?: ComponentChildren
  readonly children: ComponentChildren
}

/** The frame of every page. */
export const Page = ({ title, lead, aside, children }: PageProps) => (
  <main class="page">
    <header class="page-head">
      <div>
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {aside}
    </header>
    {children}
  </main>
)

/** What a list says while it is empty, and the way on. */
export const Empty = ({ title, href, action }: { title: string; href: string; action: string }) => (
  <div class="empty">
    <p>{title}</p>
    <a class="button" href={href}>
      {action}
    </a>
  </div>
)

/** A whole number as people read it. */
export const count = (value: number): string => value.toLocaleString('en-US')

/** A share of something, in percent. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(part / whole < 0.1 ? 1 : 0)} %`
