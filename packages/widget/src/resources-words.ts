/** Every word of the list's own. */
export const words = {
  back: 'Back',
  find: 'Search',
  none: 'Nothing here fits “{text}”.',
}
