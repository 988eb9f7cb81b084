import type { Action } from '../shop/perform.ts'

/** What a hand does for an action: on which page, in which form, what it fills in, and which button it presses. */
export interface Gesture {
  readonly to: string
  readonly form: string
  readonly fields: Readonly<Record<string, string>>
  /** Name and value of the button; without it, the form's first. */
  readonly button?: readonly [name: string, value: string]
}

/** How an action is done by hand; `undefined` for one that opening the page does by itself. */
export const gestureOf = (action: Action): Gesture | undefined => {
  switch (action.kind) {
    case 'describe-shop':
      return {
        to: '/settings',
        form: 'describe-shop',
        fields: { name: action.name, address: action.address },
      }
    case 'add-contacts':
      return {
        to: '/contacts',
        form: 'add-contacts',
        fields: { source: action.source, count: `${action.count}` },
      }
    case 'choose-template':
      return {
        to: '/templates',
        form: 'choose-template',
        fields: {},
        button: ['template', action.template],
      }
    case 'send-test':
    case 'send-campaign': {
      const { subject, template } = action
      const isTest = action.kind === 'send-test'
      return {
        to: '/campaigns/new',
        form: 'campaign',
        fields: { subject, template, ...(isTest ? {} : { segment: action.segment }) },
        button: ['as', isTest ? 'test' : 'send'],
      }
    }
    case 'build-segment':
      return { to: '/segments', form: 'build-segment', fields: { ...action.rule } }
    case 'answer-report':
      return { to: `/reports/${action.campaign}`, form: 'answer-report', fields: { link: action.link } }
    case 'compare': {
      const { a, b, better } = action
      return {
        to: '/reports/compare',
        form: 'compare',
        fields: { a, b, better: better === b ? 'b' : 'a' },
      }
    }
    case 'set-automation':
      return { to: '/automations', form: 'set-automation', fields: { ...action.automation } }
    case 'connect':
      return {
        to: '/integrations',
        form: 'connect',
        fields: {},
        button: ['integration', action.integration],
      }
    case 'invite':
      return { to: '/team', form: 'invite', fields: { email: action.email, role: action.role } }
    case 'choose-plan':
      return { to: '/plans', form: 'choose-plan', fields: {}, button: ['plan', action.plan] }
    case 'send-request': {
      const { endpoint, body } = action
      return { to: '/api', form: 'send-request', fields: { endpoint, body } }
    }
    case 'hit-lock':
      return undefined
  }
}

/** The page behind a lock. */
export const lockedPage = (feature: string): string => (feature === 'api' ? '/api' : '/reports/advanced')
