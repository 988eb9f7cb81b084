/** A cross, for putting away. */
export const CROSS = 'M4 4l8 8M12 4l-8 8'

/** A line icon of 16 px, drawn in the text colour. With a label it is an image to screen readers, else decoration. */
export const Icon = ({ path, label }: { path: string; label?: string }) => (
  <svg viewBox="0 0 16 16" role={label ? 'img' : undefined} aria-label={label} aria-hidden={!label}>
    <path d={path} />
  </svg>
)
