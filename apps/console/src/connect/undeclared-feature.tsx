import { useStore } from '@nanostores/preact'
import { useDesk } from '../desk.ts'
import { readAt } from '../program/edit.ts'
import { Badge } from '../ui/badge.tsx'
import { featureKeys, nameOfKey } from './undeclared.ts'

/** A feature that events name and the program lacks, with the way to add it to the draft. */
export const UndeclaredFeature = ({ feature }: { readonly feature: string }) => {
  const { program, canEdit, links, place } = useDesk()
  const reading = useStore(program.$reading)
  const features = readAt(reading.program, ['features'])
  const known = Array.isArray(features) ? features : []
  const isDrafted = featureKeys(reading.program).includes(feature)
  const add = (): void => {
    program.edit(['features'], [...known, { key: feature, name: nameOfKey(feature) }])
    place.open(`${links.program('json')}?at=features.${known.length}`)
  }
  return (
    <span class="undeclared">
      <Badge
        look="warning"
        title="Nothing comes of it until the program has a feature with this key, and a prompt about it."
      >
        no feature “<bdi>{feature}</bdi>” in the program
      </Badge>
      {isDrafted ? (
        <a href={links.program('publish')}>It is in the draft: publish it</a>
      ) : (
        canEdit &&
        reading.error === undefined &&
        reading.program !== undefined && (
          <button type="button" class="link" onClick={add}>
            Add it to the draft
          </button>
        )
      )}
    </span>
  )
}
