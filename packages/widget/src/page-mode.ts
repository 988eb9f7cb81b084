/**
 * Whether the page itself is light or dark now: by `data-theme`, `data-bs-theme`, `data-color-mode` or a class of its
 * root element, else by a `color-scheme` that names one of the two, else, where it has none, by the colour behind it.
 * Nothing when it is as the browser takes it to be: light, unless the page leaves that to the reader's system.
 */
export const pageMode = ({ documentElement, body }: Document): string | undefined => {
  const { dataset, className } = documentElement
  const { theme, bsTheme, colorMode } = dataset
  const scheme = getComputedStyle(documentElement).colorScheme
  const said = `${theme} ${bsTheme} ${colorMode} ${className} ${scheme?.replace(/light dark|dark light/, '')}`
  const mode = /\b(light|dark)\b/.exec(said)?.[0]
  if (mode || scheme !== 'normal') return mode
  for (const element of [body, documentElement]) {
    const [, channels = '0,0,0,0'] = /^rgba?\((.+)\)/.exec(getComputedStyle(element).backgroundColor) ?? []
    const [r = 0, g = 0, b = 0, a = 1] = channels.split(',').map(Number)
    // A transparent one shows what lies behind; seen as grey, it is dark below the middle.
    if (a) return 2 * r + 5 * g + b < 1024 ? 'dark' : 'light'
  }
}
