/** Every word of messages’ own. */
export const words = {
  back: 'Back',
  done: 'Done',
  finish: 'Close',
  next: 'Next',
  notNow: 'Not now',
  open: 'New here: {title}',
  progress: '{n} of {total}',
  send: 'Send',
  skip: 'Skip this question',
  stays: 'Sending is turned off here: your answer stays in this browser.',
  thanks: 'Thank you.',
}
