/** Names of the built files that a page loads, as URLs. */
export interface PageAssets {
  readonly script: string
  readonly styles: readonly string[]
}

const INLINE = [
  { what: 'an inline script', pattern: /<script(?![^>]*\ssrc=)[^>]*>/i },
  { what: 'a style element', pattern: /<style[\s>]/i },
  { what: 'a style attribute', pattern: /<[a-z][^>]*\sstyle=/i },
  { what: 'an event handler attribute', pattern: /<[a-z][^>]*\son[a-z]+=/i },
] as const

/**
 * The page with the script tag of its entry (`<script type="module" src="./src/main.tsx">`) pointed at the built file
 * and the style sheets linked at the end of its head. Throws on anything a strict Content-Security-Policy refuses.
 */
export const fillPage = (html: string, { script, styles }: PageAssets): string => {
  const found = INLINE.find(({ pattern }) => pattern.test(html))
  if (found) throw new Error(`index.html holds ${found.what}, which a strict Content-Security-Policy refuses`)
  const entry = /(<script[^>]*\ssrc=")[^"]*\bsrc\/main\.tsx?(")/
  if (!entry.test(html)) throw new Error('index.html loads no `src/main.ts` or `src/main.tsx`')
  const linked = (end: string, indent: string) =>
    [...styles.map(href => `${indent}  <link rel="stylesheet" href="${href}">`), end].join('\n')
  return html.replace(entry, `$1${script}$2`).replace(/([ \t]*)<\/head>/i, linked)
}
