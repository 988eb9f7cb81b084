// @vitest-environment happy-dom
import { render } from 'preact'
import { expect, test } from 'vitest'
import { richText } from './rich.tsx'

const html = (text: string): string => {
  const box = document.createElement('p')
  render(richText(text), box)
  return box.innerHTML
}

test('bold, italic, code and links become elements, one in the other', () => {
  expect(html('A **bold *and italic* word**, `x*y*` and [a *guide*](https://example.com/a?b=c#d).')).toBe(
    'A <strong>bold <em>and italic</em> word</strong>, <code>x*y*</code> and <a href="https://example.com/a?b=c#d" target="_blank" rel="noreferrer">a <em>guide</em></a>.',
  )
  expect(html('[here](#reports) and [there](/plans)')).toBe(
    '<a href="#reports">here</a> and <a href="/plans">there</a>',
  )
})

test('markup stays text, and a mark that does not close, too', () => {
  expect(html('<img src=x onerror=alert(1)> **not closed * `either [a](')).toBe(
    '&lt;img src=x onerror=alert(1)&gt; **not closed * `either [a](',
  )
})

test.each(['javascript:alert`1`', 'JavaScript:x', 'data:text/html,x', '//evil.example', 'vbscript:x'])(
  'a link to %s is its label alone',
  url => {
    expect(html(`[click](${url})`)).toBe('click')
  },
)

test('a backslash takes the meaning of a mark away', () => {
  expect(html(String.raw`\*\*Acme\*\* \[x\]\(https://evil.example\) \\`)).toBe(
    String.raw`**Acme** [x](https://evil.example) \ `.trimEnd(),
  )
})

test('thousands of marks that never close are read in no time', () => {
  const from = performance.now()
  html('**a'.repeat(1600))
  html('['.repeat(5000))
  expect(performance.now() - from).toBeLessThan(1000)
})
