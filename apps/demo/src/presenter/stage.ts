import type { App } from '../app-state.ts'
import type { Gesture } from './gesture.ts'
import type { Stage } from './play.ts'
import { promptOnScreen } from './screen.ts'
import type { Show } from './show.ts'

const STEP_MS = 170
const PROMPT_MS = 4000

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

const until = async (isThere: () => boolean): Promise<void> => {
  for (let waited = 0; waited < PROMPT_MS && !isThere(); waited += 50) await wait(50)
}

const drawn = (): Promise<void> =>
  new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 30)))

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const isControl = (element: unknown): element is Control =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLSelectElement ||
  element instanceof HTMLTextAreaElement

const fill = (form: HTMLFormElement, name: string, value: string): void => {
  const found = form.elements.namedItem(name)
  if (found instanceof RadioNodeList) found.value = value
  else if (isControl(found)) {
    found.value = value
    found.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

const buttonIn = (form: HTMLFormElement, button: Gesture['button']): HTMLButtonElement | null =>
  button === undefined
    ? form.querySelector('button[type=submit]')
    : form.querySelector(`button[name="${button[0]}"][value="${button[1]}"]`)

/** The page as a stage: a hand that moves, fills in and presses. */
export const createStage = (app: App, show: Show, isStopped: () => boolean): Stage & { leave(): void } => {
  const hand = document.createElement('div')
  hand.className = 'hand'
  hand.setAttribute('aria-hidden', 'true')
  document.body.append(hand)
  const point = async (target: Element | null | undefined) => {
    if (!target) return
    target.scrollIntoView({ block: 'nearest' })
    const { left, top, width, height } = target.getBoundingClientRect()
    hand.style.transform = `translate(${left + Math.min(width / 2, 60)}px, ${top + height / 2}px)`
    await wait(STEP_MS)
  }
  const closePrompt = () => promptOnScreen()?.close()
  return {
    wait,
    isStopped,
    closePrompt,
    leave: () => hand.remove(),
    setDay: app.setDay,
    say: caption => show.set({ caption }),
    async go(to) {
      const href = `#${to}`
      if (location.hash === href) return
      await point(document.querySelector(`.menu a[href="${href}"]`))
      location.hash = href
      await drawn()
    },
    async perform({ form: name, fields, button }) {
      const form = document.querySelector<HTMLFormElement>(`form[data-form="${name}"]`)
      if (form === null) return
      for (const [field, value] of Object.entries(fields)) {
        const control = form.elements.namedItem(field)
        await point(control instanceof Element ? control : form)
        fill(form, field, value)
      }
      const press = buttonIn(form, button)
      await point(press)
      // Whoever closes a tip and does it anyway did it unassisted: that is what these people are able to do.
      if (promptOnScreen()?.kind === 'nudge') {
        closePrompt()
        await wait(STEP_MS)
      }
      hand.classList.add('press')
      press?.click()
      await wait(STEP_MS * 2)
      hand.classList.remove('press')
    },
    untilPrompt: () => until(() => promptOnScreen() !== undefined),
    untilAnswer: () =>
      until(() => {
        const prompt = promptOnScreen()
        if (prompt?.kind === 'nudge') prompt.close()
        return prompt !== undefined && prompt.kind !== 'nudge'
      }),
  }
}
