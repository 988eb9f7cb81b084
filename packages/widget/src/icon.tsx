const PATHS = {
  check: 'M3.5 8.5l3 3 6-7',
  chevron: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  locked: 'M4.5 7.5h7v5h-7zM6 7.5v-2a2 2 0 0 1 4 0v2',
  open: '',
  plus: 'M8 3.5v9M3.5 8h9',
} as const

/** A line icon of 16 px, drawn in the text colour. With a label it is an image to screen readers, else decoration. */
export const Icon = ({ name, label }: { name: keyof typeof PATHS | 'done'; label?: string }) => (
  <svg viewBox="0 0 16 16" role={label ? 'img' : undefined} aria-label={label} aria-hidden={!label}>
    <path d={PATHS[name === 'done' ? 'check' : name]} />
  </svg>
)

/** How far along: an arc of `percent`. */
export const Ring = ({ percent }: { percent: number }) => (
  <svg class="ring" viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="8" />
    <circle cx="10" cy="10" r="8" pathLength={100} stroke-dasharray={`${percent} 100`} />
    {percent === 100 && <path d="M6.5 10.3l2.4 2.4 4.6-5" />}
  </svg>
)
