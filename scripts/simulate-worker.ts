import { parentPort, workerData } from 'node:worker_threads'
import { toBatches } from '../apps/demo/simulator/batches.ts'
import { type SimulationInput, simulate } from '../apps/demo/simulator/simulate.ts'

// A thread of the collector: it makes a population, and hands over one batch each time it is asked.
const { messages } = simulate(workerData as SimulationInput)
const bodies = toBatches(messages)
let next = 0
parentPort?.postMessage({ kind: 'made', batches: bodies.length })
parentPort?.on('message', () => {
  const body = bodies[next]
  next += 1
  parentPort?.postMessage(body === undefined ? { kind: 'end' } : { kind: 'batch', body })
})
