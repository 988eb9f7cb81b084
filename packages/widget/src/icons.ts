/** Done, or able. */
export const CHECK = 'M3.5 8.5l3 3 6-7'
/** Folds and unfolds. */
export const CHEVRON = 'M4 6l4 4 4-4'
/** A padlock. */
export const LOCK = 'M4.5 7.5h7v5h-7zM6 7.5v-2a2 2 0 0 1 4 0v2'
/** Added. */
export const PLUS = 'M8 3.5v9M3.5 8h9'
