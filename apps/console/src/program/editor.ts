import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentUnit,
  syntaxTree,
} from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorState, RangeSetBuilder } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import type { Mark } from './marks.ts'
import { typingHistory } from './typing-history.ts'

/** The JSON editor. */
export interface Editor {
  /** Takes a text that was changed elsewhere. */
  show(text: string): void
  mark(marks: readonly Mark[]): void
  /** Puts the cursor there, in view, and the focus into the editor. */
  goTo(position: number): void
  dispose(): void
}

/** What the editor starts with. */
export interface EditorOptions {
  readonly text: string
  readonly isReadOnly: boolean
  readonly onText: (text: string) => void
}

const TOKENS: Readonly<Record<string, Decoration>> = Object.fromEntries(
  (
    [
      ['PropertyName', 'token-key'],
      ['String', 'token-text'],
      ['Number', 'token-number'],
      ['True', 'token-number'],
      ['False', 'token-number'],
      ['Null', 'token-number'],
    ] as const
  ).map(([node, name]) => [node, Decoration.mark({ class: name })]),
)

const colour = (view: EditorView): DecorationSet => {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const token = TOKENS[node.name]
        if (token !== undefined) builder.add(node.from, node.to, token)
      },
    })
  return builder.finish()
}

const colouring = ViewPlugin.define(
  view => ({
    decorations: colour(view),
    update(update: ViewUpdate) {
      if (
        update.docChanged ||
        update.viewportChanged ||
        syntaxTree(update.startState) !== syntaxTree(update.state)
      )
        this.decorations = colour(update.view)
    },
  }),
  { decorations: plugin => plugin.decorations },
)

// A new line keeps the indentation, one step deeper after an opening bracket.
const newLine = ({ state, dispatch }: EditorView): boolean => {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const before = line.text.slice(0, from - line.from)
  const indent = /^\s*/.exec(before)?.[0] ?? ''
  const isOpened = /[{[]\s*$/.test(before)
  const isClosed = /^\s*[}\]]/.test(state.sliceDoc(to, state.doc.lineAt(to).to))
  const text = `\n${indent}${isOpened ? '  ' : ''}`
  dispatch(
    state.update({
      changes: { from, to, insert: isOpened && isClosed ? `${text}\n${indent}` : text },
      selection: { anchor: from + text.length },
      scrollIntoView: true,
      userEvent: 'input',
    }),
  )
  return true
}

/**
 * A JSON editor inside `host`. It lives in a shadow root because only there CodeMirror adopts its style sheets, which a
 * Content-Security-Policy without inline styles allows. Tab moves on, as everywhere else on the page.
 */
export const createEditor = (host: HTMLElement, { text, isReadOnly, onText }: EditorOptions): Editor => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  let isTold = false
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        codeFolding(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        bracketMatching(),
        typingHistory(),
        json(),
        colouring,
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        EditorState.readOnly.of(isReadOnly),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Program as JSON', tabindex: '0' }),
        keymap.of([{ key: 'Enter', run: newLine }, ...foldKeymap, ...lintKeymap]),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && !isTold) onText(state.doc.toString())
        }),
        look,
      ],
    }),
  })
  return {
    show(next) {
      const now = view.state.doc.toString()
      if (next === now) return
      isTold = true
      view.dispatch({ changes: { from: 0, to: now.length, insert: next } })
      isTold = false
    },
    mark(marks) {
      const end = view.state.doc.length
      const found = marks.map(({ from, to, severity, message }) => ({
        severity,
        message,
        from: Math.min(from, end),
        to: Math.min(to, end),
      }))
      view.dispatch(setDiagnostics(view.state, found))
    },
    goTo(position) {
      const at = Math.min(position, view.state.doc.length)
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      view.focus()
    },
    dispose: () => view.destroy(),
  }
}

// Custom properties are inherited into the shadow root, so the page's theme rules here too.
const look = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    color: 'var(--muted)',
    backgroundColor: 'var(--subtle)',
    border: '0',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--selection)' },
  '.cm-tooltip': { color: 'var(--text)', backgroundColor: 'var(--surface)', border: '1px solid var(--line)' },
  '.cm-foldPlaceholder': { color: 'var(--muted)', backgroundColor: 'var(--subtle)', border: '0' },
  // CodeMirror's own marks are data: images, which not every Content-Security-Policy lets in.
  '.cm-lint-marker': {
    width: '8px',
    height: '8px',
    margin: '6px 2px',
    borderRadius: '4px',
    content: 'normal',
  },
  '.cm-lint-marker-error': { content: 'normal', backgroundColor: 'var(--error)' },
  '.cm-lint-marker-warning': { content: 'normal', backgroundColor: 'var(--warning)' },
  '.cm-lintRange': { paddingBottom: '0' },
  '.cm-lintRange-error, .cm-lintRange-active': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error) 1px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--warning) 1px',
  },
  '.token-key': { color: 'var(--token-key)' },
  '.token-text': { color: 'var(--token-text)' },
  '.token-number': { color: 'var(--token-number)' },
})
