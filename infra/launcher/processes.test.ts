import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isAlive, waitUntilGone } from './processes.ts'

/** Below the 12 s after which what does not go is killed. */
const AT_ONCE_MS = 8_000

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A shell that says a process id before it does the rest. */
const shell = async (script: string): Promise<number> => {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [said] = await once(child.stdout!, 'data')
  return Number.parseInt(String(said), 10)
}

test('a process that is held still is let go, and hears the signal', async () => {
  const child = spawn('sleep', ['600'])
  children.push(child)
  const ended = once(child, 'exit')
  child.kill('SIGSTOP')
  const beganMs = performance.now()
  await waitUntilGone(child.pid!, 'SIGTERM')
  expect(performance.now() - beganMs).toBeLessThan(AT_ONCE_MS)
  expect(await ended).toEqual([null, 'SIGTERM'])
})

test('one that will not hear the signal is killed', async () => {
  const pid = await shell('trap "" TERM; echo $$; while :; do sleep 1; done')
  const ended = once(children[0]!, 'exit')
  await waitUntilGone(pid, 'SIGTERM', 100)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('one that has gone is not waited for', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  expect(isAlive(child.pid!)).toBe(false)
  await waitUntilGone(child.pid!, 'SIGTERM')
})

describe.skipIf(!existsSync('/proc/self/stat'))('where ended processes can be told from others', () => {
  test('one that nobody collects counts as gone', async () => {
    // The shell becomes a program that does not know it has a child.
    const pid = await shell('sleep 600 & echo $!; exec sleep 600')
    // Until it has become that program the shell would collect its child.
    await vi.waitFor(
      () => expect(readFileSync(`/proc/${children[0]!.pid}/comm`, 'utf8').trim()).toBe('sleep'),
      { timeout: 20_000 },
    )
    expect(isAlive(pid)).toBe(true)
    await waitUntilGone(pid, 'SIGTERM')
    expect(process.kill(pid, 0), 'it is still there, uncollected').toBe(true)
    expect(isAlive(pid)).toBe(false)
  })
})
