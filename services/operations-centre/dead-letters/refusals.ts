import { DeadLetterRefusal, type RefusalCode } from '@ioc/dead-letters'
import { RecordTooLarge } from '@ioc/kafka'
import { type CodedProblem, Refused } from '../routes/refused.ts'

/** What a refusal is over HTTP: a fault of the question, nothing there, or a state in which it cannot be done. */
const STATUS: Record<RefusalCode, number> = {
  'not-a-position': 400,
  'wrong-change': 400,
  'why-missing': 400,
  'not-a-dead-letter': 404,
  'unknown-name': 404,
  'nothing-sealed': 409,
  'wrong-key': 409,
  'not-replayable': 409,
  dropped: 409,
  'key-missing': 503,
  'key-unreadable': 503,
}

/** Kept short for whoever asks over the network: where a key lies is told in the service's own words, not its path. */
const KEY_DETAIL =
  'This service cannot read the key of dead letters in its data folder (secrets/dead-letters.key).'

const problemOf = ({ code, message }: DeadLetterRefusal): CodedProblem => ({
  status: STATUS[code],
  code,
  detail: STATUS[code] === 503 ? KEY_DETAIL : message,
})

/** Does work on dead letters; its refusals become problem documents. */
export const orRefused = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DeadLetterRefusal) throw new Refused(problemOf(error))
    if (error instanceof RecordTooLarge)
      throw new Refused({
        status: 409,
        code: 'too-large',
        detail: 'It is larger than its topic takes; mend it to hold less.',
      })
    if ((error as Error).name === 'TimeoutError')
      throw new Refused({
        status: 503,
        code: 'kafka-away',
        detail:
          'Kafka does not acknowledge; whether it was sent is told by asking again. A repeat is harmless.',
      })
    throw error
  }
}
