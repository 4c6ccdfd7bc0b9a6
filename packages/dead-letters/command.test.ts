import { expect, test } from 'vitest'
import { commandOf, readOptions } from './command.ts'

const read = (...words: string[]) => {
  const { positionals, values } = readOptions(words)
  return commandOf(positionals, values)
}

test('mending is only judged unless it says --send', () => {
  expect(read('mend', 'dossier.v1/0/42', '--set', 'data.dueAt=null', '--remove', 'data.HoTen')).toMatchObject(
    {
      name: 'replay',
      targets: { positions: [{ topic: 'dossier.v1', partition: 0, offset: 42 }], filter: null },
      mending: {
        changes: [
          { path: 'data.dueAt', value: null },
          { path: 'data.HoTen', remove: true },
        ],
      },
      dryRun: true,
    },
  )
  expect(read('mend', 'dossier.v1/0/42', '--set', 'id="a=b"', '--send')).toMatchObject({
    mending: { changes: [{ path: 'id', value: 'a=b' }] },
    dryRun: false,
    waitMs: 30_000,
  })
})

test('what is shared is a filter; a bare day is its beginning', () => {
  expect(read('replay', '--reason', 'unknown-unit', '--from', '2024-06-01', '--limit', '5')).toMatchObject({
    targets: {
      positions: [],
      filter: { reason: 'unknown-unit', fromMs: Date.parse('2024-06-01T00:00:00+07:00') },
      limit: 5,
    },
  })
  expect(read('restore', 'dossier.v1/0/1', '--why', 'was real', '--actor', 'Lan')).toMatchObject({
    name: 'reopen',
    acting: { actor: 'Lan', why: 'was real' },
  })
})

test.each([
  ['nonsense'],
  ['drop', 'dossier.v1/0/1'],
  ['replay'],
  ['replay', 'dossier.v1/0/1', '--reason', 'x'],
  ['replay', 'dossier.v1/0/1', '--send'],
  ['list', '--state', 'gone'],
  ['list', '--from', 'yesterday'],
  ['list', '--before', 'x'],
  ['list', '--limit', '0'],
  ['mend', 'dossier.v1/0/1'],
  ['mend', 'dossier.v1/0/1', '--set', 'data.dueAt=x'],
  ['show', 'x'],
  ['show', 'dossier.v1/0/1', '--nonsense'],
])('wrong words: %s %s %s %s', (...words) => {
  expect(() => read(...words)).toThrow()
})

test('to see a record unmasked takes a word why, asked before anything is shown', () => {
  expect(() => read('show', 'dossier.v1/0/42', '--unmasked')).toThrow('--why')
  expect(() => read('show', 'dossier.v1/0/42', '--unmasked', '--why', ' ')).toThrow('--why')
  expect(read('show', 'dossier.v1/0/42', '--unmasked', '--why', 'to call back')).toMatchObject({
    name: 'show',
    unmasked: true,
  })
})
