import { templateOf } from '../shop/template.ts'

interface PaperProps {
  readonly template: string
  readonly subject?: string | undefined
  readonly shop: string
  readonly address?: string | undefined
  /** A thumbnail, with no words that anybody should read. */
  readonly isSmall?: boolean
}

/** A newsletter as it looks in an inbox. */
export const Paper = ({ template, subject, shop, address, isSmall = false }: PaperProps) => {
  const { key, links } = templateOf(template)
  return (
    <figure class={isSmall ? `paper small ${key}` : `paper ${key}`} aria-hidden={isSmall}>
      <p class="paper-from">{shop}</p>
      <p class="paper-title">{subject || 'Your subject'}</p>
      <div class="paper-picture" />
      <div class="paper-lines">
        <i />
        <i />
        <i />
      </div>
      <ul>
        {links.map(link => (
          <li key={link.name}>{link.name}</li>
        ))}
      </ul>
      {!isSmall && <figcaption>{address || 'Your address goes here'} · Unsubscribe</figcaption>}
    </figure>
  )
}
