import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Failed } from '../ui/notice.tsx'
import { Pick } from '../ui/pick.tsx'
import { useRemote } from '../use-remote.ts'
import { ALL, type ListView, openViewOf, searchOf, viewOf } from './account-list.ts'

/** Lists that were kept under a name, for everybody in the project; and keeping this one. */
export const SavedViews = ({ view }: { readonly view: ListView }) => {
  const { api, canEdit, links, place } = useDesk()
  const { state, take } = useRemote(() => api.savedViews(), [api])
  const [name, setName] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const views = state.value ?? []
  const open = openViewOf(views, view)
  const here = searchOf({ ...view, page: 1 })
  const isNarrowed = Object.keys(here).length > 0
  const save = async (as: string): Promise<void> => {
    const answer = await api.saveView(as, here)
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    take(answer)
    setName(undefined)
  }
  const remove = async (id: string): Promise<void> => {
    const answer = await api.removeView(id)
    setFailure(answer.ok ? undefined : answer.error)
    if (answer.ok) take(answer)
  }
  const go = (id: string): void => {
    const search = views.find(one => one.id === id)?.search
    const to = search === undefined ? { ...ALL, isOfOneHidden: false, page: 1 } : viewOf(search)
    place.open(links.accounts(searchOf(to)))
  }
  return (
    <>
      {views.length > 0 && (
        <Pick
          label="Saved view"
          value={open?.id ?? ''}
          options={[
            { key: '', label: 'No saved view' },
            ...views.map(({ id, name: label }) => ({ key: id, label })),
          ]}
          onPick={go}
        />
      )}
      {canEdit && open !== undefined && (
        <Button look="quiet" label={`Forget the view “${open.name}”`} onClick={() => void remove(open.id)}>
          Forget this view
        </Button>
      )}
      {canEdit && open === undefined && isNarrowed && name === undefined && (
        <Button look="quiet" onClick={() => setName('')}>
          Save as view
        </Button>
      )}
      {name !== undefined && (
        <form
          class="save-view"
          onSubmit={event => {
            event.preventDefault()
            if (name.trim() !== '') void save(name.trim())
          }}
        >
          <Field label="Name of the view" value={name} onInput={setName} placeholder="Due this week" />
          <Button look="primary" type="submit" isDisabled={name.trim() === ''}>
            Save
          </Button>
          <Button onClick={() => setName(undefined)}>Cancel</Button>
        </form>
      )}
      {failure !== undefined && <Failed what="The view stays as it was." failure={failure} />}
    </>
  )
}
