/** Whether this runs in a page, where a client can live; false on servers and in workers. */
export const isPage = (): boolean => typeof window !== 'undefined' && typeof document !== 'undefined'
