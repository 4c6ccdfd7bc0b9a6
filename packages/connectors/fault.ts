import { CheckpointUnreadable } from '@ioc/source/checkpoint.ts'
import { WrongPlace } from './place.ts'
import { CannotRead } from './way.ts'

const FRAME = /^\s+at .*?((?:services|packages|infra)\/[\w./-]+\.ts:\d+)/m

/**
 * What a person is told of why a source cannot be read: our own sentence, or, of any other error, its kind and the place in the code. Its message stays
 * behind: `JSON.parse` and the like quote what they were given, and so a person (design §3.6).
 */
export const toldOf = (error: unknown): string => {
  if (error instanceof CannotRead || error instanceof WrongPlace || error instanceof CheckpointUnreadable)
    return error.message
  if (!(error instanceof Error)) return 'a fault in the code of this source, of an unknown kind'
  const { stack = '', message } = error
  const frames = stack.slice(stack.indexOf(message) + message.length)
  const place = FRAME.exec(frames)?.[1] ?? 'an unknown place'
  return `a fault in the code of this source: ${/^\w{1,40}$/.test(error.name) ? error.name : 'error'} at ${place}`
}
