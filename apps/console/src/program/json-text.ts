import { err, ok, type Result } from '@fireball/core'

/** A stretch of a text, in characters, and its first line, counted from 1. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly line: number
}

/** Where a text stops being JSON, and what to do there. */
export interface JsonError extends Span {
  readonly message: string
}

/** A value by its place; `at` is where it is pointed out: at its key, when it has one. */
interface Node {
  readonly at: number
  readonly to: number
  readonly children: Readonly<Record<string, Node>>
}

const MAX_DEPTH = 100
const SCALAR = /(?:"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y

const sayUnexpected = (found: string | undefined, expected: string): string => {
  switch (found) {
    case undefined:
      return 'The text ends too early: a closing bracket or quote is missing.'
    case "'":
      return 'Texts stand in double quotes: "…".'
    case '/':
      return 'JSON has no comments.'
    case '"':
      return expected === 'a value'
        ? 'This text has no closing quote.'
        : `${expected} is missing before this.`
    default:
      return `This should be ${expected}.`
  }
}

/** Where every value stands, or the first place at which the text is not JSON. */
const scan = (text: string): Result<Node, { readonly at: number; readonly message: string }> => {
  let at = 0
  let error: { at: number; message: string } | undefined
  const peek = (): string | undefined => {
    while (/\s/.test(text[at] ?? '')) at++
    return text[at]
  }
  const fail = (expected: string, message = sayUnexpected(peek(), expected)): false => {
    error ??= { at, message }
    return false
  }
  const scalar = (): boolean => {
    SCALAR.lastIndex = at
    const [token] = SCALAR.exec(text) ?? []
    at += token?.length ?? 0
    return token !== undefined
  }
  const key = (): string | undefined => {
    const from = at
    if (peek() !== '"' || !scalar()) return undefined
    return JSON.parse(
      text
        .slice(from, at)
        .trim()
        .replace(/\\[^"\\/bfnrtu]/g, ''),
    ) as string
  }
  /** One entry of an object or a list; false at the first mistake. */
  const enter = (children: object, close: '}' | ']', index: number, depth: number): boolean => {
    if (index > 0) {
      if (text[at] !== ',') return fail('a comma', sayComma(peek(), close))
      at++
      if (peek() === close) return fail('', 'There is a comma too many before this bracket.')
    }
    const from = at
    const name = close === ']' ? `${index}` : key()
    if (name === undefined) return fail('a key in double quotes')
    if (close === '}') {
      if (peek() !== ':') return fail('a colon')
      at++
    }
    const child = value(depth + 1, close === '}' ? from : undefined)
    Object.defineProperty(children, name, { value: child, enumerable: true, configurable: true })
    return error === undefined
  }
  const container = (close: '}' | ']', depth: number): Record<string, Node> => {
    const children: Record<string, Node> = {}
    at++
    for (let index = 0; peek() !== close; index++) if (!enter(children, close, index, depth)) break
    at++
    return children
  }
  const value = (depth: number, from?: number): Node => {
    const first = peek()
    const start = from ?? at
    let children: Record<string, Node> = {}
    if (depth > MAX_DEPTH) fail('', 'This is nested too deep.')
    else if (first === '{') children = container('}', depth)
    else if (first === '[') children = container(']', depth)
    else if (!scalar())
      fail(
        'a value',
        first === '}' || first === ']' || first === ',' ? 'A value is missing before this.' : undefined,
      )
    return { at: start, to: at, children }
  }
  const root = value(0)
  if (error === undefined && peek() !== undefined) fail('the end', 'Something is left over after the end.')
  return error === undefined ? ok(root) : err(error)
}

const sayComma = (found: string | undefined, close: string): string | undefined =>
  found === '}' || found === ']'
    ? `This bracket should be ${close}.`
    : found === undefined || found === "'" || found === '/'
      ? undefined
      : 'A comma is missing before this.'

// What spans many lines is marked by its first.
const spanOf = (text: string, from: number, to: number): Span => {
  const end = text.indexOf('\n', from)
  return { from, to: end === -1 ? to : Math.min(to, end), line: text.slice(0, from).split('\n').length }
}

/** Reads JSON; an error names its place in words, the same in every browser. */
export const readJson = (text: string): Result<unknown, JsonError> => {
  try {
    return ok(JSON.parse(text))
  } catch {
    const scanned = scan(text)
    const { at, message } = scanned.ok ? { at: 0, message: 'This is not JSON.' } : scanned.error
    const from = Math.min(at, Math.max(text.trimEnd().length - 1, 0))
    return err({ message, ...spanOf(text, from, Math.min(from + 1, text.length)) })
  }
}

/**
 * Where a dotted path lies in a JSON text. Of a path that is not there, the nearest place above it: a missing key is
 * reported at the object that lacks it.
 */
export const locate = (text: string, path: string): Span => {
  const scanned = scan(text)
  if (!scanned.ok) return { from: 0, to: 0, line: 1 }
  let node = scanned.value
  for (const key of path === '' ? [] : path.split('.')) {
    const child = Object.hasOwn(node.children, key) ? node.children[key] : undefined
    if (child === undefined) break
    node = child
  }
  return spanOf(text, node.at, node.to)
}
