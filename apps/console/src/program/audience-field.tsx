import { type Condition, isObject } from '@fireball/core'
import { ConditionEditor } from './condition-editor.tsx'
import { conditionInWords } from './condition-in-words.ts'
import { useDraftFields } from './draft-fields.ts'
import type { Path } from './edit.ts'
import { namesOf } from './names.ts'

/** Who may see something: a condition, and what it says in words. */
export const AudienceField = ({ path }: { readonly path: Path }) => {
  const { read, edit, error, canEdit } = useDraftFields()
  const condition = read(...path)
  const says = conditionInWords(isObject(condition) ? (condition as Condition) : undefined, namesOf(read()))
  const isNone = (next: unknown): boolean => isObject(next) && Object.keys(next).length === 0
  return (
    <>
      <ConditionEditor
        value={condition}
        program={read()}
        scope="user"
        isDisabled={!canEdit}
        onChange={next => edit(path, isNone(next) ? undefined : next)}
      />
      {error(...path) !== undefined && <p class="field-error">{error(...path)}</p>}
      {condition !== undefined && <p class="hint">It is for those of whom this holds: {says}.</p>}
    </>
  )
}
