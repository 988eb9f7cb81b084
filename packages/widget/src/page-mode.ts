/**
 * Whether the page itself is light or dark now: by `data-theme`, `data-bs-theme`, `data-color-mode` or a class of its
 * root element, else by a `color-scheme` that names one of the two. Nothing when it leaves that to the reader's system.
 */
export const pageMode = ({ documentElement }: Document): string | undefined => {
  const { dataset, className } = documentElement
  const { theme, bsTheme, colorMode } = dataset
  const scheme = getComputedStyle(documentElement).colorScheme?.replace(/light dark|dark light/, '')
  return /\b(light|dark)\b/.exec(`${theme} ${bsTheme} ${colorMode} ${className} ${scheme}`)?.[0]
}
