import { useEffect, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Scroll } from './scroll.tsx'

interface CopyProps {
  readonly text: string
  /** What it is, for the button: “the tag”. */
  readonly what: string
}

const SAID_FOR_MS = 2000

/** Code to be copied, with a button that does it. */
export const Copy = ({ text, what }: CopyProps) => {
  const [said, setSaid] = useState<'' | 'Copied' | 'Select the text and copy it'>('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div class="copy">
      <Scroll class="code" label={what}>
        <pre>
          <code>{text}</code>
        </pre>
      </Scroll>
      <Button
        icon={said === 'Copied' ? 'check' : 'copy'}
        label={`Copy ${what}`}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => setSaid('Copied'),
            () => setSaid('Select the text and copy it'),
          )
        }
      >
        {said === '' ? 'Copy' : said}
      </Button>
      <span class="hidden" role="status">
        {said}
      </span>
    </div>
  )
}
