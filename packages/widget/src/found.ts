import type { ResourceView } from '@fireball/core'

/** A list that is longer is searched, not read. */
export const FEW = 7

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** What has all the words, in title or text, whatever their accents and capitals; all of it when there are none. */
export const found = (items: readonly ResourceView[], text: string): readonly ResourceView[] => {
  const words = plain(text).split(/\s+/).filter(Boolean)
  return items.filter(({ title, body = '' }) => {
    const said = plain(`${title} ${body}`)
    return words.every(word => said.includes(word))
  })
}
