import { expect, test } from 'vitest'
import { createRounds, type RoundsPorts } from './rounds.ts'

const aRound = (runDue: RoundsPorts['runDue'], isOn = true) => {
  const errors: unknown[] = []
  const store = { all: async () => [{ id: 'app' }, { id: 'demo' }] }
  const rounds = createRounds({ store, isOn, runDue, onError: error => errors.push(error) })
  return { errors, rounds }
}

test('each project has its turn, whatever became of the one before', async () => {
  const ran: string[] = []
  const { errors, rounds } = aRound(async project => {
    ran.push(project)
    if (project === 'app') throw new Error('unreadable')
  })
  rounds.wake()
  await rounds.settled()
  expect([ran, errors]).toEqual([['app', 'demo'], [new Error('unreadable')]])
})

test('what wakes it during a round makes one more, and no second at the same time', async () => {
  const ran: string[] = []
  const { rounds } = aRound(async project => {
    ran.push(project)
    if (ran.length === 1) {
      rounds.wake()
      rounds.wake()
    }
  })
  rounds.wake()
  await rounds.settled()
  expect(ran).toEqual(['app', 'demo', 'app', 'demo'])
})

test('a run stops at its next rest, and nobody takes that for a failure', async () => {
  let isStopped = false
  const { errors, rounds } = aRound(async () => {
    try {
      for (;;) await rounds.rest()
    } catch (error) {
      isStopped = rounds.isStop(error)
      throw error
    }
  })
  rounds.wake()
  await rounds.rest()
  await rounds.dispose()
  expect([isStopped, errors]).toEqual([true, []])
  rounds.wake()
  await rounds.settled()
})

test('switched off it runs only what somebody asks for, and waits for that', async () => {
  const ran: string[] = []
  const { rounds } = aRound(async project => ran.push(project), false)
  rounds.wake()
  const asked = rounds.track(rounds.rest(1).then(() => ran.push('asked for')))
  await rounds.settled()
  expect(ran).toEqual(['asked for'])
  expect(await asked).toBe(1)
})
