import { states } from './states.ts'
import { SURFACE } from './surface.ts'

const MODES = ['light', 'dark'] as const
const DIRS = ['ltr', 'rtl'] as const
const WIDTHS = [320, 1280] as const

const STYLES = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; background: light-dark(#fbfbfc, #101114); color: light-dark(#16181d, #eceef2) }
  body { max-width: 1080px; margin: 40px auto; padding: 0 24px }
  h1 { font-size: 22px } h2 { font-size: 15px; margin: 32px 0 8px; text-transform: capitalize }
  p { color: light-dark(#5b6272, #a0a7b6) }
  .scroll { overflow-x: auto }
  table { border-collapse: collapse; width: 100% } th, td { padding: 8px 10px; border-bottom: 1px solid light-dark(#e4e6eb, #2a2d34); text-align: start; white-space: nowrap; font-weight: 400 }
  thead th { color: light-dark(#5b6272, #a0a7b6); font-size: 12.5px } tbody th { font-weight: 500 }
  a { color: light-dark(#3d51c9, #8b9bff); text-underline-offset: 2px }
`

const looks = MODES.flatMap(mode => DIRS.flatMap(dir => WIDTHS.map(width => ({ mode, dir, width }))))

const queryOf = (state: string, { mode, dir }: (typeof looks)[number]): string =>
  `state=${state}&amp;mode=${mode}&amp;dir=${dir}&amp;open`

const row = (state: string): string =>
  `<tr><th scope="row">${state}</th>${looks
    .map(look => {
      const says = `${state}, ${look.mode}, ${look.dir}, ${look.width} px`
      return `<td><a aria-label="${says}" href="/frame?width=${look.width}&amp;${queryOf(state, look)}">${look.width}</a></td>`
    })
    .join('')}</tr>`

const named = (Object.entries(SURFACE) as readonly (readonly [string, string])[]).filter(([state]) =>
  Object.hasOwn(states, state),
)

const group = (surface: string): string => `<h2>${surface}</h2><div class="scroll"><table>
<thead><tr><th scope="col">State</th>${looks.map(({ mode, dir }) => `<th scope="col">${mode} ${dir.toUpperCase()}</th>`).join('')}</tr></thead>
<tbody>${named.flatMap(([state, of]) => (of === surface ? row(state) : [])).join('')}</tbody></table></div>`

const whole = (title: string, styles: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${styles}</style></head>
<body>${body}</body></html>`

/** Every surface × state × theme × direction × width, each a link. */
export const CONTENTS = whole(
  'Widget gallery: contents',
  STYLES,
  `<h1>Widget gallery</h1>
<p>Each link opens one state in a frame of that width. <a href="/">One page to turn</a> · <a href="/all">All at once</a></p>
${[...new Set(named.map(([, surface]) => surface))].map(group).join('\n')}`,
)

/** One state in a frame of the width that is asked for. */
export const framed = (query: URLSearchParams): string => {
  const width = WIDTHS.find(one => `${one}` === query.get('width')) ?? 1280
  const inner = new URLSearchParams(query)
  inner.delete('width')
  const source = `/?${inner}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return whole(
    'Widget gallery: one state',
    `:root { color-scheme: light dark } body { margin: 24px; font: 14px system-ui, sans-serif } iframe { border: 1px solid #8888; margin-block: 16px; max-width: none }`,
    `<a href="/contents">Contents</a><br><iframe title="The state" width="${width}" height="760" src="${source}"></iframe>`,
  )
}
