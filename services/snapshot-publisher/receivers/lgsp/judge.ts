import { z } from 'zod'
import { accepted, again, type heardOf, jsonOf, refused } from '../answer.ts'
import type { Answer, AnswerCode, Parcel } from '../receiver.ts'

/** The answer of an insert: a code, a message, how many records are new, and the names of those that were there before. */
const answerShape = z.object({
  code: z.coerce.string(),
  message: z.string().default(''),
  count: z.coerce.number().int().min(0).optional(),
  duplicates: z.array(z.string()).default([]),
})

const DONE = new Set(['0', '00', '200'])
/** Not about the snapshot but about us: it is held, not parked, until a person has put the settings right. */
const ABOUT_US: Record<string, string> = {
  100: 'authentication failed (NATIONAL_IOC_TOKEN_FILE)',
  101: 'our address is not on its list',
  106: 'the agency id is not ours (NATIONAL_IOC_AGENCY)',
}
const WRONG_DATA = '500'

/** Judges an answer by its code, whatever HTTP status it came with; null where it has none. */
export const judgeAnswer = (
  text: string,
  heard: ReturnType<typeof heardOf>,
  { key }: Parcel,
): Answer | null => {
  const read = answerShape.safeParse(jsonOf(text))
  if (!read.success) return null
  const { code, message, count, duplicates } = read.data
  const said = message === '' ? '' : `: ${message.slice(0, 200)}`
  // A repeated record is refused as a duplicate: it is there, which is all that was wanted.
  if (duplicates.includes(key)) return accepted(heard, text, true)
  if (DONE.has(code))
    return count === undefined || count >= 1
      ? accepted(heard, text)
      : again(heard, 'no-receipt', `the receiver says it is done, and counts ${count} records`)
  const aboutUs = ABOUT_US[code]
  if (aboutUs !== undefined)
    return again(heard, 'credential' satisfies AnswerCode, `code ${code}, ${aboutUs}${said}`)
  if (code === WRONG_DATA) return refused(heard, 'refused', `code ${code}, wrong data${said}`, null)
  return again(
    heard,
    'no-receipt',
    `the receiver answered code ${code}, which is none of the agreed ones${said}`,
  )
}
