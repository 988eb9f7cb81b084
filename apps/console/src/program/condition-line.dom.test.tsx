// @vitest-environment happy-dom
import { render } from 'preact'
import { useState } from 'preact/hooks'
import { act } from 'preact/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { Line } from './condition-form.ts'
import { ConditionLine } from './condition-line.tsx'

afterEach(() => render(null, document.body))

test('a share is typed in percent, character by character, with decimals', () => {
  let kept: Line = { kind: 'line', path: 'propensity.p', operator: '$gte', value: 0.5 }
  const Held = () => {
    const [line, setLine] = useState(kept)
    kept = line
    return (
      <ConditionLine
        line={line}
        groups={[
          { label: 'Lead', fields: [{ path: 'propensity.p', label: 'Chance to convert', kind: 'share' }] },
        ]}
        label="Line 1"
        isDisabled={false}
        onChange={setLine}
        onRemove={() => undefined}
      />
    )
  }
  act(() => render(<Held />, document.body))
  const field = document.querySelector<HTMLInputElement>('.condition-value input')
  if (field === null) throw new Error('no field')
  const type = (text: string): void => {
    void act(() => {
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
  type('')
  expect(kept.value).toBe(0)
  for (const character of '12.5') type(field.value === '0' ? character : field.value + character)
  expect([field.value, kept.value]).toEqual(['12.5', 0.125])
})
