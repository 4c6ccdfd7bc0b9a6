import { expect, test, vi } from 'vitest'
import { type Engine, supervise } from './supervise.ts'

type End = { code: number | null; signal: NodeJS.Signals | null }

/** Engines that live as long as the test says; the script decides how each start goes. */
const scripted = (script: readonly ('up' | Error)[]) => {
  const ends: ((end: End) => void)[] = []
  const stopped: number[] = []
  let starts = 0
  const launch = async (): Promise<Engine> => {
    const step = script[starts++] ?? 'up'
    if (step !== 'up') throw step
    const pid = starts
    const { promise, resolve } = Promise.withResolvers<End>()
    ends.push(resolve)
    return {
      pid,
      ended: promise,
      complaint: async () => 'no space left on device',
      stop: async () => {
        stopped.push(pid)
        resolve({ code: 0, signal: null })
      },
    }
  }
  const said: string[] = []
  return { launch, said, stopped, ends, starts: () => starts, say: (line: string) => void said.push(line) }
}
const soon = (holds: () => void) => vi.waitFor(holds, { timeout: 10_000, interval: 10 })

test('what ends is started again, and why it ended is said unless it was killed', async () => {
  const engine = scripted([])
  const { stop } = await supervise({ name: 'Kafka', ...engine })
  engine.ends[0]!({ code: null, signal: 'SIGKILL' })
  await soon(() => expect(engine.said).toContain('Kafka runs again, process 2'))
  engine.ends[1]!({ code: 1, signal: null })
  await soon(() => expect(engine.said).toContain('Kafka runs again, process 3'))
  expect(engine.said.filter((line) => line.includes('ended'))).toEqual([
    'Kafka ended (SIGKILL) and is started again',
    'Kafka ended (exit 1) and is started again — no space left on device',
  ])
  await stop()
  expect(engine.stopped).toEqual([3])
})

test('a start again that fails is tried until it does not, and the same reason is said once', async () => {
  const taken = new Error('port 19092 is in use')
  const engine = scripted(['up', taken, taken, 'up'])
  const { stop } = await supervise({ name: 'Kafka', ...engine })
  engine.ends[0]!({ code: null, signal: 'SIGKILL' })
  await soon(() => expect(engine.said.at(-1)).toBe('Kafka runs again, process 4'))
  expect(engine.said.filter((line) => line.includes(taken.message))).toEqual([
    'Kafka does not come up, and is tried again until it does — port 19092 is in use',
  ])
  await stop()
})

test('the very first start fails at once, unless it was killed', async () => {
  const wrong = new Error('install Java')
  await expect(supervise({ name: 'Kafka', ...scripted([wrong]) })).rejects.toBe(wrong)
  const killed = scripted([Object.assign(new Error('the end of its log'), { signal: 'SIGKILL' }), 'up'])
  const { stop } = await supervise({ name: 'Kafka', ...killed })
  expect(killed.said[0]).toContain('it was ended by SIGKILL before it was ready')
  await stop()
})

test('stopped between two tries it stays down', async () => {
  const engine = scripted(['up', ...Array.from({ length: 100 }, () => new Error('disk full'))])
  const { stop } = await supervise({ name: 'Kafka', ...engine })
  engine.ends[0]!({ code: 1, signal: null })
  await soon(() => expect(engine.starts()).toBeGreaterThan(1))
  await stop()
  const starts = engine.starts()
  expect(engine.said.some((line) => line.includes('runs again'))).toBe(false)
  expect(engine.starts()).toBe(starts)
})
