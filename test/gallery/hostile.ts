/** Style sheets of pages that do everything wrong; none may change a pixel of the widget. */
export const HOSTILE: readonly string[] = [
  '* { all: unset !important; font-size: 40px !important }',
  '* { all: revert !important; letter-spacing: 9px !important; line-height: 4 !important }',
  'html { font-size: 40px !important } body { font: italic 30px/3 serif !important; text-transform: uppercase }',
  'div { display: none !important }',
  'body > * { position: relative !important; transform: rotate(7deg) !important; opacity: .2 !important }',
  'div, button, p, h2, li, ul, svg { padding: 30px !important; margin: 30px !important; border: 9px solid red !important }',
  '* { box-sizing: content-box !important; width: 900px !important; min-height: 900px !important }',
  '* { visibility: hidden !important; pointer-events: none !important; color: red !important }',
  '[popover] { inset: 0 !important; width: 100vw !important } ::backdrop { background: red !important }',
  '* { animation: none !important; word-spacing: 20px !important; text-indent: 50px !important }',
  'svg, path, circle { fill: red !important; stroke-width: 9 !important }',
  'body { zoom: 1; columns: 4; text-align: end !important; white-space: pre !important; cursor: none !important }',
  '::before, ::after { content: "x" !important; display: block !important; height: 99px !important }',
  'dialog, [role], [part] { transform: scale(2) !important; filter: invert(1) !important; zoom: 2 !important }',
  ':root { --accent: red; --back: red; --text: red; --line: red; --edge: 200px; color-scheme: only dark !important; direction: ltr }',
]
