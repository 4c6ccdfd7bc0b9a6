import { createHash, randomBytes } from 'node:crypto'

const LIFE_MS = 8 * 3_600_000
/** More than vendors of a province have; a sender that logs in for each call pushes the oldest out, not the memory up. */
const SESSIONS_MAX = 10_000

type Session = { token: string; endsMs: number }

/**
 * Sessions of those who log in before they send. Kept in memory: after a restart a sender is told that its session is unknown and logs in
 * again. The key stands behind each and is looked up at every use, so that a revoked one ends its sessions at once.
 */
export const openSessions = (now: () => number) => {
  const sessions = new Map<string, Session>()
  // What is compared is a digest: how far two texts agree is not told by time.
  const digest = (session: string) => createHash('sha256').update(session).digest('hex')
  return {
    begin: (token: string): string => {
      const session = randomBytes(24).toString('hex')
      sessions.set(digest(session), { token, endsMs: now() + LIFE_MS })
      for (const oldest of sessions.keys()) {
        if (sessions.size <= SESSIONS_MAX) break
        sessions.delete(oldest)
      }
      return session
    },
    /** The key the session was begun with; null where it is unknown or over. */
    tokenOf: (session: string): string | null => {
      const found = sessions.get(digest(session))
      return found && found.endsMs > now() ? found.token : null
    },
  }
}
