import { readInstant } from '@ioc/schemas/events/instant.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Reads one end of a span of time that is asked for, as epoch ms; null if it is no instant. A bare day is its first millisecond at
 * both ends, unlike in an event, where it is the last: from 2024-06-01 to 2024-07-01 is June.
 */
export const readBorder = (text: string): number | null => {
  const read = readInstant(DAY.test(text) ? `${text}T00:00:00+07:00` : text)
  return typeof read === 'number' ? read : null
}
