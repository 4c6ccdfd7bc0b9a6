import { expect, test } from 'vitest'
import { withUndo } from './undo.ts'

const said: string[] = []
const say = (line: string) => void said.push(line)

/** Three things taken; giving back those that are named fails. */
const taken = (done: string[], failing: readonly string[]) =>
  ['folder', 'engines', 'services'].map((name) => async () => {
    done.push(name)
    if (failing.includes(name)) throw new Error(`${name} will not go`)
  })

test('everything is undone in reverse, also when steps fail; the first fault is thrown, the others are said', async () => {
  const done: string[] = []
  const work = withUndo(say, async (undo) => undo.push(...taken(done, ['services', 'engines'])))
  await expect(work).rejects.toThrow('services will not go')
  expect(done).toEqual(['services', 'engines', 'folder'])
  expect(said.splice(0)).toEqual(['not ended in order: engines will not go'])
})

test('what the work threw is not hidden by what fails afterwards', async () => {
  const done: string[] = []
  const work = withUndo(say, async (undo) => {
    undo.push(...taken(done, ['engines']))
    throw new Error('the port is taken')
  })
  await expect(work).rejects.toThrow('the port is taken')
  expect(done).toEqual(['services', 'engines', 'folder'])
  expect(said.splice(0)).toEqual(['not ended in order: engines will not go'])
})

test('where nothing fails the work gives its result', async () => {
  const done: string[] = []
  const work = withUndo(say, async (undo) => {
    undo.push(...taken(done, []))
    return 7
  })
  expect(await work).toBe(7)
  expect(done).toEqual(['services', 'engines', 'folder'])
})
