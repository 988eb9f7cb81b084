const PATHS = {
  accounts: 'M2 13V6.500L8 3l6 3.500V13M5.500 13V9h5v4M1 13h14',
  inbox: 'M2 9l2-5.500h8L14 9v3.500H2V9h3.500a2.500 2.500 0 0 0 5 0H14',
  program: 'M3 3.500h10M3 8h10M3 12.500h6M12 11v3M10.500 12.500h3',
  connect:
    'M6 10l4-4M7 4.500l1.500-1.500a3 3 0 0 1 4.500 4.500L11.500 9M9 11.500L7.500 13A3 3 0 0 1 3 8.500L4.500 7',
  learning: 'M2 13.500c3.500 0 4-9 12-9.500M10.500 2.500L14 4l-2 3M2 2.500v11h12',
  access: 'M5.500 9.500a3 3 0 1 1 2.800-4H14v3h-1.500v2h-2.500v-2H8.300a3 3 0 0 1-2.800 1zM5.200 6.500v.1',
  forecast: 'M2 13.500h12M3.500 11V8.500M6.500 11V6M9.500 11V7M12.500 11V3',
  metrics: 'M2 13.500h12M2.500 10.500l3.500-4 3 2.500 4.500-6',
  more: 'M3.500 8h.1M8 8h.1M12.500 8h.1',
  rising: 'M2.500 11.500l4-4 2.500 2.500 4.500-5.500M9.500 4.500h4V8.500',
  falling: 'M2.500 4.500l4 4L9 6l4.500 5.500M9.500 11.500h4v-4',
  download: 'M8 2.500v7.500M4.500 7L8 10.500 11.500 7M2.500 13.500h11',
  check: 'M3 8.500l3.500 3.500L13 4.500',
  cross: 'M4 4l8 8M12 4l-8 8',
  hold: 'M8 1.800l6.500 11.700h-13L8 1.800zM8 6.500v3M8 11.500v.3',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  play: 'M5 3.500v9l7.500-4.500L5 3.500z',
  copy: 'M5.500 5.500V2.500h8v8h-3M2.500 5.500h8v8h-8z',
  search: 'M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.500 10.500L14 14',
  right: 'M6 3.500L10.500 8L6 12.500',
  left: 'M10 3.500L5.500 8L10 12.500',
  arrow: 'M2.500 8h11M9 3.500L13.500 8L9 12.500',
  out: 'M6.500 2.500h-4v11h4M10 4.500L13.500 8L10 11.500M13.500 8h-8',
  edit: 'M2.500 13.500l.7-3L10.700 3l2.300 2.300-7.500 7.500-3 .7z',
} as const

/** The names of the icons. */
export type IconName = keyof typeof PATHS

/** A line icon of 16 px; it never stands for words, so screen readers pass it over. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
)

/** The mark. */
export const Flame = () => (
  <svg class="flame" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M8.9.8c.3 2.3-.7 3.5-2 4.8-1.500 1.500-3.100 2.900-3.100 5.200 0 2.500 1.900 4.400 4.200 4.400s4.200-1.900 4.200-4.400c0-1.700-.8-2.800-1.500-3.700-.2 1-.6 1.600-1.400 2C9.900 6.300 10.600 3.300 8.900.8Z" />
  </svg>
)
