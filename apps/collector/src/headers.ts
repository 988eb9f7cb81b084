/** Response headers of what is served. */
export type HeaderSet = Readonly<Record<string, string>>

const policy = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ')

/** Everything comes from this origin, no markup is made from text, nobody frames it. */
const PAGE_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
}

const ALWAYS: HeaderSet = { 'X-Content-Type-Options': 'nosniff' }

/** An answer that is no page: if a browser shows it as one all the same, nothing in it runs, loads or is framed. */
const DATA_POLICY = { 'default-src': "'none'", 'frame-ancestors': "'none'", sandbox: '' }

/** Of every answer, unless a route says otherwise; `isSecure`: browsers reach the collector over TLS alone. */
export const baseHeaders = (isSecure: boolean): HeaderSet => ({
  ...ALWAYS,
  'Content-Security-Policy': policy(DATA_POLICY),
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
})

/** Of demo, console and landing page. */
export const PAGE_HEADERS: HeaderSet = {
  ...ALWAYS,
  'Content-Security-Policy': policy(PAGE_POLICY),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'X-Frame-Options': 'DENY',
}

/** Of scripts that pages of any origin load. */
export const SCRIPT_HEADERS: HeaderSet = {
  ...ALWAYS,
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Timing-Allow-Origin': '*',
}

/** Of answers that pages of any origin may read: there is no cookie here that they could misuse. */
export const OPEN_HEADERS: HeaderSet = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag,Retry-After',
}

/** Of answers that are data. */
export const DATA_HEADERS: HeaderSet = { ...ALWAYS, 'Cache-Control': 'no-store' }

/** A name with a content hash never means anything else. */
export const IMMUTABLE = 'public, max-age=31536000, immutable'
