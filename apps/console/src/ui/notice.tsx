import type { ComponentChildren } from 'preact'
import type { Failure } from '../api.ts'
import { Button } from './button.tsx'

interface NoticeProps {
  readonly kind: 'info' | 'good' | 'warning' | 'error'
  readonly children: ComponentChildren
}

/** Something to know; warnings and errors are read out at once. */
export const Notice = ({ kind, children }: NoticeProps) => (
  <div class={`notice ${kind}`} role={kind === 'error' || kind === 'warning' ? 'alert' : 'status'}>
    {children}
  </div>
)

interface FailedProps {
  readonly what: string
  readonly failure: Failure
  readonly onRetry?: () => void
}

/** Something did not work: what, why, and a way to try again. */
export const Failed = ({ what, failure, onRetry }: FailedProps) => (
  <Notice kind="error">
    <div class="grow">
      <strong>{what}</strong> {failure.message}
      {failure.problems !== undefined && failure.problems.length > 0 && (
        <ul class="bullets">
          {failure.problems.map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
    {onRetry && <Button onClick={onRetry}>Try again</Button>}
  </Notice>
)
