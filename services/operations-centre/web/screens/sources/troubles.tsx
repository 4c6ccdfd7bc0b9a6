import { useState } from 'react'
import type { Source } from '../../../sources/sources.ts'
import { useOperator } from '../../api/operator.ts'
import { instant } from '../../format.ts'
import { OperatorDialog } from '../../parts/operator-dialog.tsx'
import { Sentence } from '../../parts/reasons.tsx'
import { useWords } from '../../view.tsx'
import { SOURCE } from '../../words/sources.ts'
import { SIGNS } from '../../words/states.ts'

/** Why it cannot be read now, and what was odd about it, as its connector says it; to who only looks on, that there is something. */
export function Troubles({ source: { source, fault, notice } }: { source: Source }) {
  const say = useWords()
  return (
    <>
      {fault && (
        <p className="trouble" data-tone="bad">
          <b>
            {SIGNS.bad} {say(SOURCE.fault)}
          </b>
          {fault.since && (
            <>
              {' '}
              {say(SOURCE.completeFrom)} <time>{instant(fault.since)}</time>
            </>
          )}
          : <Why text={fault.text} of={source} />
        </p>
      )}
      {notice && (
        <p className="trouble" data-tone="note">
          <b>{say(SOURCE.notice)}</b>: <Why text={notice.text} of={source} />
        </p>
      )}
    </>
  )
}

/** Null: the answer did not hold it, since nobody proved to be an operator. */
function Why({ text, of }: { text: string | null; of: string }) {
  const [operator, setOperator] = useOperator()
  const [asked, setAsked] = useState(false)
  const say = useWords()
  if (text !== null) return <Sentence text={text} />
  return (
    <>
      {say(SOURCE.forOperators)}
      {/* While a key was just given, the answer is on its way; a key that is none any more is asked for again. */}
      <button
        type="button"
        className="button small"
        onClick={() => {
          if (operator) setOperator(null)
          setAsked(true)
        }}
      >
        {say(SOURCE.showWhy)}
        <span className="hidden"> {of}</span>
      </button>
      {asked && !operator && (
        <OperatorDialog title={`${say(SOURCE.showWhy)}: ${of}`} close={() => setAsked(false)}>
          {() => null}
        </OperatorDialog>
      )}
    </>
  )
}
