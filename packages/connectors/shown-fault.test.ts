import { expect, test } from 'vitest'
import { shownFault } from './shown-fault.ts'
import { CannotRead } from './way.ts'

const PERSON = 'Lò Thị Không Có Thật'
const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('what a way says is shown as it stands', () => {
  expect(shownFault(new CannotRead('http://x answers 503'))).toBe('http://x answers 503')
})

test('of any other fault kind and place are shown, never its words, which may quote a record', () => {
  const quoting = thrownBy(() => JSON.parse(`{"ChuHoSo": ${PERSON}`)) as Error
  expect(quoting.message).toContain('Lò') // else this test would show nothing
  const shown = shownFault(quoting)
  expect(shown).toMatch(
    /^the code of this source failed: SyntaxError at packages\/connectors\/shown-fault\.test\.ts:\d+:\d+;/,
  )
  expect(shown).not.toContain('Lò')
})

test.each([
  { thrown: PERSON },
  { thrown: Object.assign(new Error(PERSON), { name: PERSON, stack: PERSON }) },
])('an odd throw shows nothing of itself', ({ thrown }) => {
  expect(shownFault(thrown)).toMatch(/^the code of this source failed/)
  expect(shownFault(thrown)).not.toContain('Lò')
})
