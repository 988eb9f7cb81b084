import type { ProgramInput } from './schema.ts'

/** A checked program. What every field means is said in its schema. */
export type Program = ProgramInput

export type Signal = Program['signals'][number]
export type Checklist = Program['checklists'][number]
export type Step = Checklist['steps'][number]
export type Skill = Program['skills'][number]
export type Feature = Program['features'][number]
export type Nudge = Program['nudges'][number]
export type Prompt = Program['prompts'][number]
export type Text = Nudge['text']
export type Action = NonNullable<Text['action']>
export type Caps = NonNullable<Nudge['caps']>
export type Goal = NonNullable<Program['goals']>[number]
export type Segment = NonNullable<Program['segments']>[number]
export type Message = NonNullable<Program['messages']>[number]
export type MessageSurface = Message['surface']
export type Question = NonNullable<Message['questions']>[number]
export type ResourceItem = NonNullable<Message['items']>[number]
export type TourStep = NonNullable<Message['steps']>[number]
