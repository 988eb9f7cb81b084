import type { ComponentChildren } from 'preact'

/** It brings no style sheet. */
export const styles = ''

/** A longer text stays as it is: the pattern looks ahead for the end of each mark. */
const MOST_CHARACTERS = 5000

const INNER = String.raw`((?:\\.|[^\\])+?)`
const MARK = new RegExp(
  [
    String.raw`\\([\\*\x60[\]()])`,
    String.raw`\*\*(?!\s)${INNER}(?<!\s)\*\*`,
    String.raw`\*(?![\s*])${INNER}(?<!\s)\*`,
    String.raw`\x60([^\x60]+)\x60`,
    String.raw`\[((?:\\.|[^\\\]])+)\]\(([^()\s]+)\)`,
  ].join('|'),
  'gs',
)

/** Where a link may lead: the web, a mail, or the host's own pages. */
const isSafe = (url: string): boolean => /^(?:https?:\/\/|mailto:|[/?#](?!\/))/i.test(url)

const linkTo = (url: string, label: ComponentChildren): ComponentChildren => {
  if (!isSafe(url)) return label
  const isElsewhere = /^http/i.test(url)
  return (
    <a href={url} target={isElsewhere ? '_blank' : undefined} rel={isElsewhere ? 'noreferrer' : undefined}>
      {label}
    </a>
  )
}

const parse = (text: string): ComponentChildren[] => {
  const parts: ComponentChildren[] = []
  let from = 0
  for (const match of text.matchAll(MARK)) {
    const [all, escaped, bold, italic, code, label, url] = match
    parts.push(text.slice(from, match.index))
    from = match.index + all.length
    if (escaped !== undefined) parts.push(escaped)
    else if (bold !== undefined) parts.push(<strong>{parse(bold)}</strong>)
    else if (italic !== undefined) parts.push(<em>{parse(italic)}</em>)
    else if (code !== undefined) parts.push(<code>{code}</code>)
    else if (label !== undefined && url !== undefined) parts.push(linkTo(url, parse(label)))
  }
  return [...parts, text.slice(from)]
}

/**
 * Text with `**bold**`, `*italic*`, `` `code` `` and `[links](https://…)` as elements, everything else as text, markup
 * included. A link to anything but the web, a mail or the host's own pages is its label alone.
 */
export const richText = (text: string): ComponentChildren =>
  text.length > MOST_CHARACTERS ? text : parse(text)
