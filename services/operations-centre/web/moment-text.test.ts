import { expect, test } from 'vitest'
import { type MomentKind, momentText, readMoment } from './moment-text.ts'

const KINDS: [MomentKind, text: string, iso: string | null][] = [
  // The first of July, never the seventh of January.
  ['day', '01/07/2024', '2024-07-01'],
  ['day', '1/7/2024', '2024-07-01'],
  ['day', ' 1.7.2024 ', '2024-07-01'],
  ['day', '2024-07-01', '2024-07-01'],
  ['day', '29/02/2024', '2024-02-29'],
  ['day', '', ''],
  ['day', '29/02/2023', null],
  ['day', '07/13/2024', null],
  ['day', '31/04/2024', null],
  ['day', '01/07/24', null],
  ['day', '07/2024', null],
  ['day', '01/07/2024 08:15', null],
  ['day', 'hôm nay', null],
  ['month', '7/2024', '2024-07'],
  ['month', '2024-07', '2024-07'],
  ['month', '13/2024', null],
  ['month', '01/07/2024', null],
  ['minute', '01/07/2024 8:05', '2024-07-01T08:05'],
  ['minute', '01/07/2024', '2024-07-01T00:00'],
  ['minute', '2024-07-01T08:05', '2024-07-01T08:05'],
  ['minute', '01/07/2024 24:00', null],
  ['minute', '01/07/2024 08:60', null],
]

test.each(KINDS)('as a %s "%s" is read as %s', (kind, text, iso) => expect(readMoment(kind, text)).toBe(iso))

test.each([
  ['2024-07-01', '01/07/2024'],
  ['2024-07', '07/2024'],
  ['2024-07-01T08:05', '01/07/2024 08:05'],
  ['nonsense', 'nonsense'],
  ['', ''],
])('%s is shown as "%s"', (iso, text) => expect(momentText(iso)).toBe(text))
