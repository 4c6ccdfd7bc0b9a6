import { useState } from 'react'
import type { VerificationAnswer } from '../../api/answers.ts'
import { time } from '../../format.ts'
import { useWords } from '../../view.tsx'
import { DEAD } from '../../words/dead-letters.ts'
import { FAULT_WORDS, SNAP } from '../../words/snapshots.ts'
import { SIGNS } from '../../words/states.ts'

type Verifying =
  | { kind: 'not-yet' }
  | { kind: 'asking' }
  | { kind: 'failed' }
  | { kind: 'done'; said: VerificationAnswer }

/** Has the stored file checked by the publisher's public keys. */
export function Verification({ address }: { address: string }) {
  const [now, setNow] = useState<Verifying>({ kind: 'not-yet' })
  const say = useWords()
  const verify = async () => {
    setNow({ kind: 'asking' })
    try {
      const answer = await fetch(`${address}/verification`, { cache: 'no-store' })
      setNow(answer.ok ? { kind: 'done', said: await answer.json() } : { kind: 'failed' })
    } catch {
      setNow({ kind: 'failed' }) // the connection is lost; asking again is one click
    }
  }
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={verify}
        disabled={now.kind === 'asking'}
        title={say(SNAP.verifyHint)}
      >
        {say(now.kind === 'asking' ? SNAP.verifying : SNAP.verify)}
      </button>
      <div role="status" className="verification">
        {now.kind === 'failed' && (
          <p className="outcome" data-tone="bad">
            {say(DEAD.noAnswer)}
          </p>
        )}
        {now.kind === 'done' && <Said said={now.said} />}
      </div>
    </>
  )
}

function Said({ said: { kind, fault, path, reason, digest, at } }: { said: VerificationAnswer }) {
  const say = useWords()
  if (kind === 'sound')
    return (
      <p className="outcome" data-tone="good" data-verdict="sound">
        {SIGNS.good} {say(SNAP.sound)} <code>{digest}</code> <time dateTime={at}>{time(at)}</time>
      </p>
    )
  return (
    <p className="outcome" data-tone="bad" data-verdict="wrong">
      {SIGNS.bad} {say(SNAP.wrong)}: {fault && say(FAULT_WORDS[fault])} {path && <code>{path}</code>}{' '}
      <span lang="en">{reason}</span>
    </p>
  )
}
