/** Outlines on a 20 × 20 grid, drawn with the colour of the text. */
const PATHS = {
  home: 'M3 9l7-6 7 6v8h-5v-5H8v5H3z',
  contacts:
    'M7 10a3 3 0 100-6 3 3 0 000 6zM2 17c0-3 2-5 5-5s5 2 5 5M13 4.5a3 3 0 010 5M15 12.5c2 .6 3 2.3 3 4.5',
  segments: 'M3 5h14M5.5 10h9M8 15h4',
  campaigns: 'M3 5h14v10H3zM3 5.5l7 6 7-6',
  templates: 'M4 3h12v14H4zM7 7h6M7 10h6M7 13h3',
  reports: 'M4 17V9M10 17V3M16 17v-5',
  automations: 'M11 2L4 11h5l-1 7 7-9h-5z',
  integrations: 'M8 6V2M12 6V2M6 6h8v4a4 4 0 01-8 0zM10 14v4',
  team: 'M10 9a3 3 0 100-6 3 3 0 000 6zM4 17c0-3.500 2.500-5.500 6-5.500s6 2 6 5.500',
  api: 'M7 6l-4 4 4 4M13 6l4 4-4 4',
  plans: 'M10 2l2.400 5 5.600.7-4.100 3.800 1.100 5.500-5-2.700L5 17l1.100-5.500L2 7.700 7.600 7z',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 100-4 2 2 0 000 4zM7 16a2 2 0 100-4 2 2 0 000 4z',
  lock: 'M5 9h10v8H5zM7 9V6a3 3 0 016 0v3',
} as const

export type IconName = keyof typeof PATHS

/** A small picture beside a word. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
)
