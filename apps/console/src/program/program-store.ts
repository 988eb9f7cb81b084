import { ok, type Problem, type ProgramState, type Result } from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { atom, computed, type ReadableAtom } from 'nanostores'
import type { Failure, ProjectApi } from '../api.ts'
import { createRemote, type Remote } from '../remote.ts'
import { editAt, type Path } from './edit.ts'
import { type JsonError, readJson } from './json-text.ts'

/** The draft as it stands in this browser: what is being typed is the text, saved or not. */
export interface Draft {
  readonly text: string
  /** As the collector has it. */
  readonly saved: string
}

/** What the text says: a program, as far as it is JSON, and everything that is wrong with it. */
export interface DraftReading {
  readonly program: unknown
  readonly error?: JsonError
  readonly problems: readonly Problem[]
}

/** The program of one project: its draft, which the forms and the JSON editor share, and what is published. */
export interface ProgramStore {
  readonly $state: ReadableAtom<Remote<ProgramState>>
  readonly $draft: ReadableAtom<Draft | undefined>
  readonly $isUnsaved: ReadableAtom<boolean>
  readonly $reading: ReadableAtom<DraftReading>
  readonly $saving: ReadableAtom<'idle' | 'saving' | Failure>
  load(): Promise<void>
  /** From the JSON editor. */
  type(text: string): void
  /** From a form; does nothing while the text is not JSON. */
  edit(path: Path, value: unknown): void
  discard(): void
  /** Saves; the draft may have problems, but must be JSON. */
  save(): Promise<boolean>
  publish(note: string): Promise<Result<ProgramState, Failure>>
  rollBack(id: string): Promise<Result<ProgramState, Failure>>
  /** Takes the answer of a call that changed the draft elsewhere: a new signal, a starter program. */
  take(answer: Result<ProgramState, Failure>): void
  isUnsaved(): boolean
}

const toText = (program: unknown): string => JSON.stringify(program, null, 2) ?? ''

const read = (draft: Draft | undefined): DraftReading => {
  if (draft === undefined) return { program: undefined, problems: [] }
  const json = readJson(draft.text)
  if (!json.ok) return { program: undefined, error: json.error, problems: [] }
  const parsed = parseProgram(json.value)
  return { program: json.value, problems: parsed.ok ? parsed.value.warnings : parsed.error }
}

/** Nothing is fetched until `load`. */
export const createProgramStore = (
  api: Pick<ProjectApi, 'program' | 'saveDraft' | 'publish' | 'rollBack'>,
): ProgramStore => {
  const remote = createRemote(() => api.program())
  const $draft = atom<Draft | undefined>(undefined)
  const $saving = atom<'idle' | 'saving' | Failure>('idle')
  const isUnsaved = (draft = $draft.get()): boolean => draft !== undefined && draft.text !== draft.saved

  const follow = (state: ProgramState): void => {
    const saved = toText(state.draft)
    $draft.set({ saved, text: isUnsaved() ? ($draft.get()?.text ?? saved) : saved })
  }
  const take = (answer: Result<ProgramState, Failure>): void => {
    remote.take(answer)
    if (answer.ok) follow(answer.value)
  }
  const save = async (): Promise<boolean> => {
    const draft = $draft.get()
    const json = readJson(draft?.text ?? '')
    if (draft === undefined || !json.ok) return false
    $saving.set('saving')
    const answer = await api.saveDraft(json.value)
    if (!answer.ok) {
      $saving.set(answer.error)
      return false
    }
    $saving.set('idle')
    remote.take(answer)
    const saved = toText(answer.value.draft)
    const now = $draft.get()
    // What was typed while it was being saved stays unsaved.
    $draft.set({ saved, text: now === undefined || now.text === draft.text ? saved : now.text })
    return true
  }
  const change = async (
    call: () => Promise<Result<ProgramState, Failure>>,
  ): Promise<Result<ProgramState, Failure>> => {
    const answer = await call()
    if (answer.ok) take(answer)
    return answer
  }

  return {
    $state: remote.$state,
    $draft,
    $isUnsaved: computed($draft, draft => isUnsaved(draft)),
    $reading: computed($draft, read),
    $saving,
    async load() {
      await remote.load()
      const state = remote.$state.get()
      if (state.kind === 'ready') follow(state.value)
    },
    type(text) {
      const draft = $draft.get()
      if (draft !== undefined) $draft.set({ ...draft, text })
    },
    edit(path, value) {
      const draft = $draft.get()
      const json = readJson(draft?.text ?? '')
      if (draft === undefined || !json.ok) return
      const edited = editAt(json.value, path, value)
      // Edited back to what is saved, it is not unsaved, however the saved text was laid out.
      const saved = readJson(draft.saved)
      const isBack = saved.ok && toText(saved.value) === toText(edited)
      $draft.set({ ...draft, text: isBack ? draft.saved : toText(edited) })
    },
    discard() {
      const draft = $draft.get()
      if (draft !== undefined) $draft.set({ ...draft, text: draft.saved })
      $saving.set('idle')
    },
    save,
    publish: note =>
      change(async () => {
        if (isUnsaved() && !(await save())) {
          const failure = $saving.get()
          return {
            ok: false,
            error:
              typeof failure === 'object'
                ? failure
                : { code: 'not-json', message: 'The draft is not JSON yet; mend it first.' },
          }
        }
        return api.publish(note)
      }),
    rollBack: id => change(() => api.rollBack(id)),
    take,
    isUnsaved: () => isUnsaved(),
  }
}

/** How many mistakes keep a draft from being published; advice is none. */
export const errorCount = ({ error, problems }: DraftReading): number =>
  problems.filter(one => one.severity === 'error').length + (error === undefined ? 0 : 1)

/** Whether a draft may be published: errors keep it back, warnings do not. */
export const mayPublish = ({ error, problems }: DraftReading): Result<null, 'not-json' | 'errors'> =>
  error !== undefined
    ? { ok: false, error: 'not-json' }
    : problems.some(one => one.severity === 'error')
      ? { ok: false, error: 'errors' }
      : ok(null)
