/** Every sentence of an offer's own. */
export const words = {
  adds: 'What the plan adds',
  ask: 'Ask for help',
  back: 'Back',
  can: 'What you can already do',
  notNow: 'Not now',
  skip: 'Skip the lesson',
}
