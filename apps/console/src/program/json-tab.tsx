import { useStore } from '@nanostores/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { countText } from '../number.ts'
import { Notice } from '../ui/notice.tsx'
import type { Editor } from './editor.ts'
import { locate } from './json-text.ts'
import { marksOf } from './marks.ts'

/** The whole draft as JSON, with what is wrong at its line. `line` is a dotted path to go to. */
export const JsonTab = ({ line: path }: { readonly line?: string | undefined }) => {
  const { program, canEdit } = useDesk()
  const draft = useStore(program.$draft)
  const reading = useStore(program.$reading)
  const place = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | undefined>(undefined)
  const [hasFailed, setFailed] = useState(false)
  const text = draft?.text ?? ''
  const marks = marksOf(text, reading)
  useEffect(() => {
    let made: Editor | undefined
    let isGone = false
    // The editor is heavy and only wanted here.
    void import('./editor.ts').then(
      ({ createEditor }) => {
        if (isGone || place.current === null) return
        made = createEditor(place.current, { text, isReadOnly: !canEdit, onText: program.type })
        setEditor(made)
      },
      () => setFailed(true),
    )
    return () => {
      isGone = true
      made?.dispose()
    }
  }, [])
  useEffect(() => editor?.show(text), [editor, text])
  useEffect(() => editor?.mark(marks), [editor, text])
  useEffect(() => {
    if (path !== undefined) editor?.goTo(locate(program.$draft.get()?.text ?? '', path).from)
  }, [editor, path, program])

  const errors = marks.filter(one => one.severity === 'error').length
  return (
    <>
      {hasFailed ? (
        <Notice kind="warning">The editor could not be loaded; this is a plain field instead.</Notice>
      ) : null}
      {hasFailed ? (
        <textarea
          class="plain-editor"
          aria-label="Program as JSON"
          spellcheck={false}
          rows={30}
          readOnly={!canEdit}
          value={text}
          onInput={event => program.type(event.currentTarget.value)}
        />
      ) : (
        <div class="editor" ref={place} />
      )}
      <section class="problems" aria-labelledby="problems-title">
        <h2 id="problems-title" aria-live="polite">
          {marks.length === 0
            ? 'No problems'
            : errors === 0
              ? countText(marks.length, 'piece of advice', 'pieces of advice')
              : countText(errors, 'problem')}
        </h2>
        {marks.length > 0 && (
          <ul class="problem-list">
            {marks.map(mark => (
              <li key={`${mark.from} ${mark.message}`} class={mark.severity}>
                <button type="button" onClick={() => editor?.goTo(mark.from)}>
                  <span class="line">Line {mark.line}</span>
                  <span>{mark.message}</span>
                  {mark.path !== '' && <code>{mark.path}</code>}
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
