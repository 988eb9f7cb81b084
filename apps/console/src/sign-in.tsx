import type { Who } from './session.ts'
import { Button } from './ui/button.tsx'
import { Flame } from './ui/icon.tsx'
import { Notice } from './ui/notice.tsx'

interface SignInProps {
  readonly who: Exclude<Who, { kind: 'signed-in' }>
  readonly onRetry: () => void
}

/** What is there without a session: how to get a link. */
export const SignIn = ({ who, onRetry }: SignInProps) => (
  <main class="sign-in">
    <div class="sign-in-card">
      <p class="brand">
        <Flame /> Fireball
      </p>
      {who.kind === 'asking' ? (
        <p role="status">Signing you in …</p>
      ) : who.kind === 'unreachable' ? (
        <>
          <h1>The collector does not answer</h1>
          <p>{who.failure.message}</p>
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
        </>
      ) : (
        <>
          <h1>Sign in with a link</h1>
          {who.failure !== undefined && (
            <Notice kind="warning">
              That link did not work: {who.failure.message} A link works once and for a short time.
            </Notice>
          )}
          <p>
            The collector prints a sign-in link when it starts. Open it in this browser; it works once, and
            then this browser stays signed in.
          </p>
          <ol class="numbers">
            <li>Go to the terminal in which the collector runs.</li>
            <li>
              Find the line that begins with <code>Console</code>. None left? Start it again:{' '}
              <code>npm start</code>
            </li>
            <li>Open the link.</li>
          </ol>
        </>
      )}
    </div>
  </main>
)
