export const WEEK_DAYS = 7

/** First day, a Monday, of the week that holds a day. 1970-01-01 was a Thursday. */
export const weekOf = (day: number): number => day - ((((day + 3) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS)
