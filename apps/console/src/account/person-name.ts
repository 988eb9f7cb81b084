/** A user key as a person reads it: `u:42` → 42, `a:3f0` → visitor 3f0. */
export const personName = (user: string): string =>
  user.startsWith('u:') ? user.slice(2) : user.startsWith('a:') ? `visitor ${user.slice(2, 10)}` : user
