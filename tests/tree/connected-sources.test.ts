import { dirname, posix } from 'node:path'
import { expect, test } from 'vitest'
import { files, importsOf, sources, textOf } from './files.ts'

/** Adding a connected source is a folder and a line: so nothing else in the tree may know of one. */
const lists = files.filter((file) => /^services\/[\w-]+\/sources\/connected\.ts$/.test(file))
const LINE = /^export \{ (\w+) \} from '\.\/([a-z0-9-]+)\/index\.ts'$/
const linesOf = (list: string) =>
  textOf(list)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('//'))
const connected = lists.flatMap((list) =>
  linesOf(list).map((line) => {
    const [, exported = '', name = ''] = LINE.exec(line) ?? []
    return { list, line, exported, name, folder: posix.join(dirname(list), name) }
  }),
)

test('every producer has a list of connected sources, a line each, in their order', () => {
  expect(lists.length).toBeGreaterThanOrEqual(4)
  expect(connected.length).toBeGreaterThanOrEqual(4)
  for (const { line, name } of connected) expect([line, name]).toEqual([expect.stringMatching(LINE), name])
  for (const list of lists) {
    const mine = connected.filter((each) => each.list === list).map(({ name }) => name)
    expect(mine).toEqual([...mine].sort())
  }
})

test.each(connected)(
  '$folder has its mapping, its sample and its test, under the name of its folder',
  (each) => {
    const { folder, name, exported } = each
    const mine = files
      .filter((file) => file.startsWith(`${folder}/`))
      .map((file) => file.slice(folder.length + 1))
    expect(mine).toEqual(expect.arrayContaining(['index.ts', 'mapping.ts', `${name}.test.ts`]))
    expect(mine.some((file) => /^sample\.(?:ndjson|json|csv|xlsx)$/.test(file))).toBe(true)
    const text = textOf(`${folder}/index.ts`)
    expect(text).toContain(`name: '${name}'`)
    expect(text).toContain(`export const ${exported}: ConnectedSource`)
  },
)

/** A door for pushing in a habit of its own is opened where the producer begins. */
const DOOR = /^services\/[\w-]+\/main\.ts$/

test.each(connected)('only its line, and a door of its producer, lead into $folder', ({ folder, list }) => {
  const leading = sources
    .filter((file) => !file.startsWith(`${folder}/`) && file !== list && !DOOR.test(file))
    .filter((file) => importsOf(file).some(({ as }) => as.startsWith(`${folder}/`)))
  expect(leading).toEqual([])
})
