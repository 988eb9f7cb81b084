import { expect, test } from 'vitest'
import { aProgram } from '../../test/sample.ts'
import { parseProgram } from './parse.ts'

const program = aProgram()
const [signal] = program.signals
const [prompt] = program.prompts
const [nudge] = program.nudges

test.each([
  [7, ': this should be an object, and is “7”'],
  [{ ...program, signalz: [] }, 'signalz: there is no “signalz” here'],
  [{ ...program, name: undefined }, 'name: “name” is missing'],
  [{ ...program, signals: 'x' }, 'signals: this should be a list, and is “x”'],
  [{ ...program, name: [] }, 'name: this should be a text, and is a list'],
  [{ ...program, signals: [{ key: 'a', name: 'A' }] }, 'signals.0.on: “on” is missing'],
  [
    { ...program, signals: [{ ...signal, on: { evnt: 'x' } }] },
    'signals.0.on: there is no “evnt” here; “event” or “type” is missing',
  ],
  [
    { ...program, prompts: [{ ...prompt, kind: 'upgrad' }] },
    'prompts.0.kind: “upgrad” is none of: upgrade, usage, hand-raise',
  ],
  [{ ...program, nudges: [{ ...nudge, serves: {} }] }, 'nudges.0.serves: “skill” or “step” is missing'],
])('a draft of the wrong shape is told of in plain words: %#', (raw, expected) => {
  const parsed = parseProgram(raw)
  expect(parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`)).toContain(expected)
})
