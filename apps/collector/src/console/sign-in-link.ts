/** The address that signs in once. The token rides in the fragment, which is sent to no server and kept in no log. */
export const signInLink = (origin: string, token: string): string =>
  `${new URL('/console/sign-in', origin)}#${token}`
