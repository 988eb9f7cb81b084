import type { Action, MessageSurface, Question } from './program/program.ts'

/** A prompt as data: everything a widget (or the host's own UI) needs to draw it. All texts are plain text. */
export type PromptView = NudgeView | OfferView | HelpView | MessageView

interface Shown {
  /** Key of the nudge or prompt in the program. */
  readonly key: string
  readonly title: string
  readonly body?: string
  /**
   * The body may hold `**bold**`, `*italic*`, `` `code` `` and `[links](https://…)`; a backslash before a mark takes its
   * meaning away, as it must in values that were filled in. Without it the body is plain text.
   */
  readonly rich?: boolean
  /** “Why am I seeing this?”: one plain sentence. */
  readonly why: string
}

/** A next step: beside its anchor when one of the selectors is on the page, else a card in the corner. */
export interface NudgeView extends Shown {
  readonly kind: 'nudge'
  readonly anchor: readonly string[]
  readonly action?: Action
}

export interface Lesson {
  readonly name: string
  /** What the ability changes for the user. */
  readonly why: string
  readonly action?: Action
}

/**
 * Something the plan opens or lifts.
 * - `ready`: able to use what is offered; the upgrade leads.
 * - `learn`: a locked feature whose skills are missing; the next missing skill leads, upgrading stays possible.
 * - `lift`: a limit was hit and its skills are missing; how to lift it leads, the lesson is optional.
 */
export interface OfferView extends Shown {
  readonly kind: 'offer'
  readonly variant: 'ready' | 'learn' | 'lift'
  readonly feature: string
  /** What the user can already do, as shown by evidence. */
  readonly can: readonly string[]
  /** What the plan adds. */
  readonly adds: readonly string[]
  readonly lesson?: Lesson
  /** The honest way to pay; always there. */
  readonly upgrade: Action
}

/** An offer of help from a person. */
export interface HelpView extends Shown {
  readonly kind: 'help'
  readonly feature: string
  /** Who answers, and where. */
  readonly who: string
  /** What is sent along, line by line, in words. */
  readonly evidence: readonly string[]
}

export interface StepView {
  readonly key: string
  readonly title: string
  readonly text?: string
  readonly state: 'done' | 'open' | 'locked'
  /** The step to do next: the first open one. */
  readonly isNext: boolean
  /** Titles of the steps that a locked one waits for. */
  readonly missing: readonly string[]
  readonly action?: Action
}

export interface ChecklistView {
  readonly key: string
  readonly title: string
  readonly text?: string
  readonly steps: readonly StepView[]
  readonly done: number
  readonly total: number
  /** What is said when every step is done. */
  readonly finished?: { readonly title: string; readonly body?: string }
  readonly why: string
}

/** One question of a survey, ready to be asked. */
export interface QuestionView extends Pick<Question, 'key' | 'title'> {
  /** `scale`: each whole number from the first to the last. A goal is one of several options. */
  readonly kind: 'scale' | 'choice' | 'choices' | 'text'
  readonly body?: string
  readonly options?: readonly { readonly key: string; readonly label: string }[]
  readonly from?: number
  readonly to?: number
  /** What the ends of a scale mean. */
  readonly low?: string
  readonly high?: string
  readonly isOptional: boolean
}

/** Where a tour stands. */
export interface TourStepView {
  readonly key: string
  /** Counted from 1, along the way the person has come; `of`: how many there are if nothing more is left out. */
  readonly at: number
  readonly of: number
  readonly back?: string
  /** Key of the step after; without it this is the last. */
  readonly next?: string
  /** In place of one way on. */
  readonly choices: readonly { readonly label: string; readonly to: string }[]
}

/** Something to open: exactly what its list offers this person. */
export interface ResourceView {
  readonly key: string
  readonly title: string
  readonly body?: string
  /** Follows its link, or calls the host's callback. */
  readonly action?: Action
  /** Key of the tour that it begins. */
  readonly tour?: string
  /** It opens the form for a question to the team. */
  readonly asks?: true
}

/** What the team says or asks beside nudges and prompts. */
export interface MessageView extends Shown {
  /** Where it stands; a widget leaves out what it does not know. */
  readonly kind: MessageSurface
  readonly action?: Action
  /** Hotspot, step of a tour: the first selector that is on the page. */
  readonly anchor: readonly string[]
  /** Resources: what this person can open, in order. */
  readonly items?: readonly ResourceView[]
  /** Inline, resources: the name of its `<fireball-slot>`. */
  readonly slot?: string
  readonly questions?: readonly QuestionView[]
  readonly thanks?: { readonly title: string; readonly body?: string; readonly action?: Action }
  readonly step?: TourStepView
}

/** A question of this user to the team. */
export interface HelpRequest {
  readonly id: string
  readonly message: string
  readonly feature?: string
  readonly askedAt: number
  /** `queued`: not yet with the team (offline, or sending is off). */
  readonly state: 'queued' | 'sent' | 'seen' | 'answered'
  readonly answer?: string
  /** The person has had the answer on screen. */
  readonly isRead?: boolean
}

/**
 * One of the widget's own fixed texts. `{name}` stands for a value; of several forms the one for the plural category of
 * `{n}` is taken, else `other`.
 */
export type Phrase = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

/** What lies in this browser about the person in front, and what of it has left. */
export interface StoredView {
  /** What may be sent, and who set that: the person, a signal of the browser, the page, or nobody. */
  readonly level: 'local' | 'necessary' | 'full'
  readonly because: 'choice' | 'GPC' | 'DNT' | 'host' | 'default'
  /** The ids that stand for the person, by what they are. */
  readonly ids: Readonly<Partial<Record<'anonymous' | 'device' | 'user' | 'account', string>>>
  /** Events that are still here one by one, in any order. `kept`: never to be sent. */
  readonly events: readonly {
    readonly name: string
    readonly at: number
    readonly state: 'waiting' | 'sent' | 'kept'
  }[]
  /** How many older ones are here as sums only. */
  readonly summed: number
}

/** All that the widget shows at one instant. */
export interface WidgetState {
  readonly checklist?: ChecklistView
  readonly prompt?: PromptView
  /** What stands on the page itself: cards in slots, hotspots. */
  readonly beside?: readonly { readonly key: string; readonly view: MessageView }[] | undefined
  readonly help: readonly HelpRequest[]
  /** Whether anything may be sent now: consent allows it, and the browser is online. */
  readonly sending: 'on' | 'offline' | 'off'
  readonly theme: {
    readonly accent?: string
    readonly mode?: 'auto' | 'light' | 'dark'
    readonly position?: 'left' | 'right'
  }
  /** Where the host says what is stored. */
  readonly privacyUrl?: string
  /** The language of all texts (BCP 47); decides plural forms and digits. */
  readonly locale?: string
  /** The widget's own fixed words in that language, by name; what is absent stays English. */
  readonly words?: Readonly<Record<string, Phrase>>
}

/** What a person did with something shown; the SDK records it and decides anew. */
export type WidgetEvent =
  | {
      readonly kind: 'shown' | 'clicked' | 'dismissed' | 'stopped'
      readonly key: string
      readonly target?: string
    }
  | {
      readonly kind: 'checklist'
      readonly key: string
      readonly is: 'opened' | 'collapsed' | 'dismissed' | 'restored'
    }

/** What the SDK hands to the widget: the widget bundles nothing of the core. */
export interface WidgetPorts {
  /** Calls at once with the present state, then at each change; returns how to stop. */
  subscribe(listener: (state: WidgetState) => void): () => void
  report(event: WidgetEvent): void
  /** Records an answer to a survey; without it answers go nowhere, as in a preview. */
  track?(name: string, properties: object): void
  /** Performs a button: follows its link, or calls the host's callback. */
  act(action: Action): void
  /** Settles once the message is kept (queued) or with the team (sent). */
  ask(message: string, feature?: string): Promise<HelpRequest>
  /** What is stored, and the person's say over it; without it the widget only links to `privacyUrl`. */
  readonly stored?: {
    read(): Promise<StoredView>
    /** Has nothing (`local`) or again as much as the page asks for (`default`) be sent from now on. */
    choose(what: 'local' | 'default'): void
    /** Deletes all of it in this browser, and stops; the widget goes too. */
    purge(): Promise<void>
  }
}
