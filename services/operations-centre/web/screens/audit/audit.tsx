import { useEffect, useState } from 'react'
import type { AuditAnswer } from '../../../routes/audit.ts'
import { useAddress } from '../../address.ts'
import { type Operator, useOperator } from '../../api/operator.ts'
import { usePoll } from '../../api/poll.ts'
import { instant } from '../../format.ts'
import { OperatorKey } from '../../parts/operator-key.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { ACT_WORDS, AUDIT, OUTCOME_OF_ACT } from '../../words/audit.ts'
import { AuditFilter, type Chosen, questionOf } from './audit-filter.tsx'

type Act = AuditAnswer['acts'][number]

/** Who did what: for operators, since the words why are free text. */
export default function Audit() {
  const [operator, setOperator] = useOperator()
  const [refused, setRefused] = useState(false)
  const say = useWords()
  if (!operator)
    return (
      <Panel id="audit" title={AUDIT.title} hint={AUDIT.hint}>
        <p className="hint">{say(AUDIT.commands)}</p>
        <p className="hint">{say(AUDIT.scopeIsView)}</p>
        <OperatorKey
          refused={refused}
          use={(next) => {
            setRefused(false)
            setOperator(next)
          }}
        />
      </Panel>
    )
  return (
    <Acts
      operator={operator}
      forget={(wasRefused) => {
        setRefused(wasRefused)
        setOperator(null)
      }}
    />
  )
}

function Acts({ operator, forget }: { operator: Operator; forget(refused: boolean): void }) {
  const { words, set } = useAddress()
  const say = useWords()
  const chosen: Chosen = {
    operator: words.get('by') ?? '',
    action: words.get('action') ?? '',
    from: words.get('since') ?? '',
    to: words.get('until') ?? '',
  }
  const before = words.get('before')
  const polled = usePoll<AuditAnswer>(`/v1/audit?${questionOf(chosen, before)}`, before ? null : 5_000, {
    operator,
  })
  useEffect(() => {
    if (polled.denied) forget(true)
  }, [polled.denied, forget])
  const { data } = polled
  return (
    <Panel
      id="audit"
      title={AUDIT.title}
      hint={AUDIT.hint}
      polled={polled}
      actions={
        <button type="button" className="button small" onClick={() => forget(false)}>
          {say(AUDIT.forget)}
        </button>
      }
    >
      <p className="hint">{say(AUDIT.commands)}</p>
      <p className="hint">{say(AUDIT.scopeIsView)}</p>
      <AuditFilter
        chosen={chosen}
        operators={data?.operators ?? []}
        actions={data?.actions ?? []}
        choose={({ operator: by, action, from, to }) =>
          set({
            by: by || null,
            action: action || null,
            since: from || null,
            until: to || null,
            before: null,
          })
        }
      />
      {data?.acts.length === 0 ? (
        <p className="empty">{say(AUDIT.none)}</p>
      ) : (
        <Table label={say(AUDIT.title)} columns={COLUMNS} rows={data?.acts ?? []} rowKey={({ id }) => id} />
      )}
      <div className="paging">
        {before && (
          <button type="button" className="button" onClick={() => set({ before: null })}>
            {say(AUDIT.newest)}
          </button>
        )}
        {data?.next && (
          <button type="button" className="button" onClick={() => set({ before: data.next }, { step: true })}>
            {say(AUDIT.older)}
          </button>
        )}
      </div>
    </Panel>
  )
}

const COLUMNS: readonly Column<Act>[] = [
  { head: AUDIT.when, numeric: true, cell: ({ askedAt }) => <time>{instant(askedAt)}</time> },
  { head: AUDIT.who, names: true, cell: (act) => <Who act={act} /> },
  { head: AUDIT.action, cell: (act) => <What act={act} /> },
  { head: AUDIT.subject, cell: ({ subject }) => (subject ? <code>{subject}</code> : <Known text="—" />) },
  { head: AUDIT.why, cell: ({ why }) => <Known text={why ?? '—'} /> },
  { head: AUDIT.content, cell: (act) => <Content act={act} /> },
  { head: AUDIT.outcome, cell: (act) => <Outcome act={act} /> },
]

function Who({ act: { operator, saidName } }: { act: Act }) {
  return (
    <>
      <b>{operator}</b>
      {saidName && <span className="beside">{saidName}</span>}
    </>
  )
}

function What({ act: { action } }: { act: Act }) {
  const say = useWords()
  const words = ACT_WORDS[action]
  return (
    <>
      {words && say(words)}
      <span className="beside">
        <code>{action}</code>
      </span>
    </>
  )
}

const TEXT_MAX = 120

/** What was done, as it was kept; a long one is folded. */
function Content({ act: { content } }: { act: Act }) {
  const say = useWords()
  const text = JSON.stringify(content)
  if (text === '{}') return <Known text="—" />
  if (text.length <= TEXT_MAX) return <code className="content">{text}</code>
  return (
    <details>
      <summary>{say(AUDIT.content)}</summary>
      <code className="content">{text}</code>
    </details>
  )
}

function Outcome({ act: { outcome, code } }: { act: Act }) {
  return (
    <>
      <StateMark shown={OUTCOME_OF_ACT[outcome ?? 'unknown']} />
      {code && (
        <span className="beside">
          <code>{code}</code>
        </span>
      )}
    </>
  )
}
