import type { SignInWays } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from './api.ts'
import type { Who } from './session.ts'
import { Button } from './ui/button.tsx'
import { Field } from './ui/field.tsx'
import { Flame } from './ui/icon.tsx'
import { Notice } from './ui/notice.tsx'

interface SignInProps {
  readonly who: Exclude<Who, { kind: 'signed-in' }>
  /** Why the sign-in service sent somebody back. */
  readonly problem?: string | undefined
  readonly onRetry: () => void
  readonly onEnter: (email: string, password: string) => Promise<Failure | undefined>
}

const PROBLEMS: Readonly<Record<string, string>> = {
  'no-member': 'Nobody invited that address yet. Ask an admin of this console.',
  unverified: 'The service does not vouch for your address of mail.',
  unreachable: 'The service does not answer just now. Try again in a moment.',
  refused: 'The service did not let you in, or too much time went by. Try again.',
}

const Password = ({ onEnter }: Pick<SignInProps, 'onEnter'>) => {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isBusy, setBusy] = useState(false)
  return (
    <form
      class="sign-in-form"
      onSubmit={event => {
        event.preventDefault()
        setBusy(true)
        void onEnter(email, password).then(wrong => {
          setFailure(wrong)
          setBusy(false)
        })
      }}
    >
      {failure !== undefined && <Notice kind="error">{failure.message}</Notice>}
      <Field label="Email" kind="email" autocomplete="username" isRequired value={email} onInput={setEmail} />
      <Field
        label="Password"
        kind="password"
        autocomplete="current-password"
        isRequired
        value={password}
        onInput={setPassword}
      />
      <Button look="primary" type="submit" isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  )
}

const ByLink = () => (
  <ol class="numbers">
    <li>Invited? Open the link that you were sent; it works once.</li>
    <li>
      Running the collector? Its terminal shows a link on the line that begins with <code>Console</code>.
    </li>
    <li>
      None left? <code>npm run fireball -- sign-in</code> prints a new one.
    </li>
  </ol>
)

const SignedOut = ({
  failure,
  ways,
  problem,
  onEnter,
}: Pick<SignInProps, 'problem' | 'onEnter'> & {
  readonly failure?: Failure | undefined
  readonly ways?: SignInWays | undefined
}) => {
  const service = ways?.service ?? null
  const hasOthers = ways?.password === true || service !== null
  return (
    <>
      <h1>{hasOthers ? 'Sign in' : 'Sign in with a link'}</h1>
      {failure !== undefined && (
        <Notice kind="warning">
          That link did not work: {failure.message} A link works once and for a short time.
        </Notice>
      )}
      {problem !== undefined && (
        <Notice kind="warning">{PROBLEMS[problem] ?? 'Signing in there did not work. Try again.'}</Notice>
      )}
      {service !== null && (
        <a class="button primary" href={service.href} target="_self">
          Continue with {service.name}
        </a>
      )}
      {service !== null && ways?.password === true && <p class="or">or</p>}
      {ways?.password === true && <Password onEnter={onEnter} />}
      {hasOthers ? (
        <details class="by-link">
          <summary>Sign in with a link instead</summary>
          <ByLink />
        </details>
      ) : (
        <ByLink />
      )}
    </>
  )
}

/** What is there without a session: the ways in. */
export const SignIn = ({ who, problem, onRetry, onEnter }: SignInProps) => (
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
        <SignedOut failure={who.failure} ways={who.ways} problem={problem} onEnter={onEnter} />
      )}
    </div>
  </main>
)
