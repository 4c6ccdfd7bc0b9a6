import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Grant, PushKeys } from './push-key.ts'
import { KEYS_UNREADABLE, refuse } from './refusal.ts'

/** What the key of a request may speak of; null where it may not, and the answer has been sent. */
export const grantedTo = (
  request: FastifyRequest,
  reply: FastifyReply,
  keys: Pick<PushKeys, 'find'>,
): Grant | null => {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const found = token ? keys.find(token) : ({ kind: 'unknown' } as const)
  if (found.kind === 'valid') return found.grant
  if (found.kind === 'unreadable') refuse(reply, KEYS_UNREADABLE)
  else
    refuse(reply.header('WWW-Authenticate', 'Bearer'), {
      status: 401,
      title: found.kind === 'ended' ? 'Key has ended' : 'Unknown key',
      detail:
        found.kind === 'ended'
          ? `Send another: ${found.why}. A new one is made with npm run keys -- rotate or new.`
          : 'Send Authorization: Bearer <key>; npm run keys -- new <source> makes one, and that of a first source lies in the data folder under keys/<source>.',
    })
  return null
}
