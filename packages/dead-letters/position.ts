import { DeadLetterRefusal } from './refusal.ts'

/** Where a record stands in the log; written `topic/partition/offset`, as the header of a replay carries it. */
export type Position = { topic: string; partition: number; offset: number }

export const positionText = ({ topic, partition, offset }: Position): string =>
  `${topic}/${partition}/${offset}`

const SHAPE = /^([a-z0-9.-]{1,64})\/(\d{1,9})\/(\d{1,15})$/

export const isPosition = (text: string): boolean => SHAPE.test(text)

/** Reads `topic/partition/offset`; throws DeadLetterRefusal `not-a-position`. */
export const readPosition = (text: string): Position => {
  const read = SHAPE.exec(text)
  if (!read)
    throw new DeadLetterRefusal(
      'not-a-position',
      `${JSON.stringify(text)} is no log position, e.g. dossier.v1/0/42`,
    )
  return { topic: read[1]!, partition: Number(read[2]), offset: Number(read[3]) }
}

/** The same in SQL. */
export const POSITION_SQL = "concat(topic, '/', toString(`partition`), '/', toString(`offset`))"
