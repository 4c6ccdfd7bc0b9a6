import { Link } from 'wouter'
import type { Source } from '../../../sources/sources.ts'
import { useAddress } from '../../address.ts'
import { count, DASH, filled } from '../../format.ts'
import { Known } from '../../parts/panel.tsx'
import { ReasonCode } from '../../parts/reasons.tsx'
import { useWords } from '../../view.tsx'
import { SOURCE } from '../../words/sources.ts'
import { pathOf } from '../paths.ts'

const SHOWN = 3

/** Why its records were rejected; each reason leads to those dead letters. */
export function Rejects({ source: { source, rejects } }: { source: Source }) {
  const { to } = useAddress()
  const say = useWords()
  if (rejects === null) return <Known text={DASH} />
  if (rejects.length === 0) return <span className="hint">{say(SOURCE.noRejects)}</span>
  const others = rejects.length - SHOWN
  const path = pathOf('dead-letters')
  return (
    <ul className="rejects">
      {rejects.slice(0, SHOWN).map(({ code, records }) => (
        <li key={code}>
          <Link href={to(path, { source, reason: code })}>
            <b>{count(records)}</b> <ReasonCode code={code} />
          </Link>
        </li>
      ))}
      {others > 0 && (
        <li>
          <Link href={to(path, { source })}>{filled(say(SOURCE.more), { n: count(others) })}</Link>
        </li>
      )}
    </ul>
  )
}
