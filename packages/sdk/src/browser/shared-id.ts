import type { Notes } from '../ports.ts'

const YEAR_S = 31_536_000

const parse = (text: string | null): Readonly<Record<string, unknown>> => {
  try {
    return { ...JSON.parse(text ?? '{}') }
  } catch {
    return {} // written by something else
  }
}

/**
 * Notes whose anonymous id all subdomains of a domain share, by a cookie that the host asked for. An id that another
 * subdomain has put there stands for whoever is in front now: what was known here of another one is not taken over.
 */
export const shareId = (notes: Notes, key: string, domain: string, page: Document): Notes => {
  const cookie = `fireball_${key}`
  const shared = () =>
    page.cookie
      .split('; ')
      .find(one => one.startsWith(`${cookie}=`))
      ?.slice(cookie.length + 1)
  const put = (value: string, seconds: number) => {
    const isSecure = page.location.protocol === 'https:'
    page.cookie = `${cookie}=${value}; Domain=${domain}; Path=/; Max-Age=${seconds}; SameSite=Lax${isSecure ? '; Secure' : ''}`
  }
  return {
    ...notes,
    read(name) {
      const text = notes.read(name)
      const anonymousId = name === 'id' && shared()
      if (!anonymousId) return text
      const { choice, ...own } = parse(text)
      return JSON.stringify(own.anonymousId === anonymousId ? { ...own, choice } : { choice, anonymousId })
    },
    write(name, text) {
      const { anonymousId } = name === 'id' ? parse(text) : {}
      if (typeof anonymousId === 'string' && anonymousId !== shared()) put(anonymousId, YEAR_S)
      return notes.write(name, text)
    },
    remove(name) {
      notes.remove(name)
      if (name === 'id') put('', 0)
    },
  }
}
