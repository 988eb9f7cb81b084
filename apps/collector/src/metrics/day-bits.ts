import type { Subject } from '@fireball/core'

/** On which days of a span each user was there: a bit a day, whatever they did. */
export const createDayBits = (start: number, end: number) => {
  const width = Math.ceil((end - start + 1) / 8)
  const places = new Map<Subject, number>()
  let bits = new Uint8Array(width * 1024)

  const placeOf = (user: Subject): number => {
    const known = places.get(user)
    if (known !== undefined) return known
    const place = places.size
    places.set(user, place)
    if ((place + 1) * width > bits.length) {
      const old = bits
      bits = new Uint8Array(old.length * 2)
      bits.set(old)
    }
    return place
  }
  const isOn = (place: number, day: number): boolean => {
    const at = day - start
    return day >= start && day <= end && ((bits[place * width + (at >> 3)] ?? 0) & (1 << (at & 7))) !== 0
  }

  return {
    /** Users noted so far, whose places are 0 to that. */
    size: (): number => places.size,
    /** Notes a user, and the day where it lies in the span; gives the user’s place. */
    add: (user: Subject, day: number): number => {
      const place = placeOf(user)
      const at = day - start
      const byte = place * width + (at >> 3)
      if (at >= 0 && day <= end) bits[byte] = (bits[byte] ?? 0) | (1 << (at & 7))
      return place
    },
    isOn,
    isSeenBetween: (place: number, first: number, last: number): boolean => {
      for (let day = first; day <= last; day++) if (isOn(place, day)) return true
      return false
    },
  }
}
