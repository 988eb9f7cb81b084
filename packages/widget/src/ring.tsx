/** How far along: an arc of `done` in `total`. */
export const Ring = ({ done, total }: { done: number; total: number }) => (
  <svg class="ring" viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="8" />
    {done > 0 && <circle cx="10" cy="10" r="8" pathLength={total} stroke-dasharray={`${done} ${total}`} />}
    {done === total && <path d="M6.5 10.3l2.4 2.4 4.6-5" />}
  </svg>
)
