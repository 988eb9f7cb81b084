const FIELD = /(?:^|&)data=([^&]*)/
const BASE64 = /^[\w+/=\s-]*$/

/** Whether a body is a form that carries JSON in its field `data`, as PostHog’s older clients and pixels send it. */
export const isForm = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 5) === 'data='

/** The JSON text of such a form: plain, or as base64. Text that is neither comes back as it is. */
export const fromForm = (bytes: Buffer): string => {
  // In a form a plus is a blank, and in base64 there are none.
  const field = FIELD.exec(bytes.toString('latin1'))?.[1]?.replaceAll('+', ' ') ?? ''
  const text = decodeURIComponent(field)
  if (!BASE64.test(text)) return text
  return Buffer.from(text.replaceAll(' ', '+'), 'base64').toString('utf8')
}
