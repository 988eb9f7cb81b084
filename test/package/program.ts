import type { Program } from '@fireball/core'

/** A program with one event that shows a skill. */
export const sampleProgram: Program = {
  format: 1,
  name: 'Kites',
  signals: [{ key: 'built', name: 'Built a report', on: { event: 'Report Built' } }],
  checklists: [],
  skills: [{ key: 'build', name: 'Build reports', why: 'You see your figures.', shownBy: ['built'] }],
  features: [],
  nudges: [],
  prompts: [],
  messages: [
    {
      key: 'ask',
      surface: 'survey',
      metric: 'Answers',
      questions: [
        {
          key: 'why',
          kind: 'choice',
          title: 'Why?',
          options: [
            { key: 'time', label: 'Time' },
            { key: 'price', label: 'Price' },
          ],
        },
      ],
    },
  ],
}
