import { expect, test } from 'vitest'
import { fillPage } from './page.ts'

const page = `<html>
  <head>
    <title>Fireball</title>
  </head>
  <body>
    <script src="/fireball.js" async></script>
    <script type="module" src="./src/main.tsx"></script>
  </body>
</html>
`

test('the entry becomes the built script, the styles are linked, other scripts stay', () => {
  const assets = { script: '/demo/main-1.js', styles: ['/demo/main-2.css'] }
  expect(fillPage(page, assets)).toBe(`<html>
  <head>
    <title>Fireball</title>
    <link rel="stylesheet" href="/demo/main-2.css">
  </head>
  <body>
    <script src="/fireball.js" async></script>
    <script type="module" src="/demo/main-1.js"></script>
  </body>
</html>
`)
})

test('a page without the entry is refused', () => {
  expect(() => fillPage('<html></html>', { script: '/a.js', styles: [] })).toThrow('loads no `src/main.ts`')
})

test.each([
  ['<script>go()</script>', 'an inline script'],
  ['<script type="application/json">{}</script>', 'an inline script'],
  ['<style>p {}</style>', 'a style element'],
  ['<p class="a" style="color: red">', 'a style attribute'],
  ['<button onclick="go()">', 'an event handler attribute'],
])('%s is refused', (html, what) => {
  expect(() => fillPage(page.replace('<body>', `<body>${html}`), { script: '/a.js', styles: [] })).toThrow(
    what,
  )
})
