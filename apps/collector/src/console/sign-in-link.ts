/** The address that signs in once. The console takes the token out of the address bar at once. */
export const signInLink = (origin: string, token: string): string => {
  const link = new URL('/console/sign-in', origin)
  link.searchParams.set('token', token)
  return link.href
}
