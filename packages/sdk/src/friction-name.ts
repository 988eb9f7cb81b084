/** Something went against the person. Such events never leave the browser. */
export const FRICTION_NOTICED = 'Friction Noticed'
