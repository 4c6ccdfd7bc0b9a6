import { useState } from 'react'
import type { ExplainAnswer } from '../../../api/answers.ts'
import type { Polled } from '../../../api/poll.ts'
import { amount, time } from '../../../format.ts'
import { Known, Panel } from '../../../parts/panel.tsx'
import { type Column, Table } from '../../../parts/table.tsx'
import { useWords, type Words } from '../../../view.tsx'
import { NUM } from '../../../words/numbers.ts'
import { VALUE } from '../../../words/published-value.ts'
import { SIGNS, type Tone } from '../../../words/states.ts'

type CountedAgainProps = { explained: ExplainAnswer; polled: Polled<ExplainAnswer>; again(): void }

/** What counting gives now, as of the cut of the snapshot, and by which rules. */
export function CountedAgain({ explained, polled, again }: CountedAgainProps) {
  const say = useWords()
  const [askedMs, setAskedMs] = useState(0)
  const { kept, counted, rules } = explained
  const isAsking = askedMs > (polled.receivedMs ?? 0) && !polled.failing
  const ask = () => {
    setAskedMs(Date.now())
    again()
  }
  return (
    <Panel id="counted-again" title={VALUE.again}>
      <Verdict explained={explained} atMs={polled.receivedMs} />
      {!kept && counted && <Halves explained={explained} counted={counted} />}
      {!kept && (
        <p className="deeds">
          <button type="button" className="button" onClick={ask} disabled={isAsking}>
            {say(isAsking ? NUM.counting : VALUE.countAgain)}
          </button>
        </p>
      )}
      <h3>{say(VALUE.rules)}</h3>
      <p className="hint" data-tone={rules.same ? undefined : 'warn'}>
        {say(rules.same ? VALUE.sameRules : VALUE.otherRules)} {isNewer(rules) && say(VALUE.newerInForce)}
      </p>
      <Rules rules={rules} />
    </Panel>
  )
}

const isNewer = ({ catalogue, indicators }: ExplainAnswer['rules']) =>
  catalogue.now !== catalogue.cut || indicators.now !== indicators.cut

function Verdict({ explained, atMs }: { explained: ExplainAnswer; atMs: number | null }) {
  const say = useWords()
  const [tone, texts] = verdictOf(explained)
  return (
    <p className="outcome" role="status" data-tone={tone} data-agrees={String(explained.agrees)}>
      <span aria-hidden="true">{SIGNS[tone]}</span> {texts.map(say).join(' ')}{' '}
      {atMs !== null && !explained.kept && <time>{time(atMs)}</time>}
    </p>
  )
}

const verdictOf = ({ agrees, kept, counted, rules }: ExplainAnswer): readonly [Tone, readonly Words[]] => {
  if (kept) return ['quiet', [VALUE.notCompared]]
  if (agrees === true) return ['good', [VALUE.agrees]]
  const why = rules.same ? VALUE.differsUnknown : VALUE.differsByRules
  return ['bad', [counted === null ? VALUE.nothingCounted : VALUE.differs, why]]
}

type Compared = { name: Words; published: string; now: string }

function Halves({
  explained: { published },
  counted,
}: {
  explained: ExplainAnswer
  counted: NonNullable<ExplainAnswer['counted']>
}) {
  const say = useWords()
  const rows: Compared[] = [
    { name: NUM.numerator, published: amount(published.numerator), now: amount(counted.numerator) },
    { name: NUM.denominator, published: amount(published.denominator), now: amount(counted.denominator) },
    // Of a quantile the number itself is counted; of all else it is made of the halves.
    ...(counted.value === null
      ? []
      : [{ name: NUM.value, published: amount(Number(published.value)), now: amount(counted.value) }]),
  ]
  const there = rows.filter(({ published, now }) => published !== '—' || now !== '—')
  return <Table label={say(VALUE.again)} columns={halves} rows={there} rowKey={({ name }) => name.en} />
}

const halves: readonly Column<Compared>[] = [
  { head: VALUE.half, names: true, cell: ({ name }) => <Name words={name} /> },
  { head: VALUE.asPublished, numeric: true, cell: ({ published }) => <Known text={published} /> },
  { head: VALUE.now, numeric: true, cell: ({ now }) => <Known text={now} /> },
]

type Versions = { name: Words; cut: string; used: string; now: string }

function Rules({ rules: { catalogue, indicators } }: { rules: ExplainAnswer['rules'] }) {
  const say = useWords()
  const rows: Versions[] = [
    { name: VALUE.catalogue, ...catalogue },
    { name: VALUE.indicators, ...indicators },
  ]
  return <Table label={say(VALUE.rules)} columns={versions} rows={rows} rowKey={({ name }) => name.en} />
}

const versions: readonly Column<Versions>[] = [
  { head: VALUE.what, names: true, cell: ({ name }) => <Name words={name} /> },
  { head: VALUE.ofCut, cell: ({ cut }) => <code>{cut}</code> },
  { head: VALUE.used, cell: ({ used, cut }) => <Version text={used} cut={cut} /> },
  { head: VALUE.inForce, cell: ({ now, cut }) => <Version text={now} cut={cut} /> },
]

/** One that is not of the cut is marked, for the eye and for the ear. */
function Version({ text, cut }: { text: string; cut: string }) {
  const say = useWords()
  return (
    <>
      <code>{text}</code> {text !== cut && <em className="tag">{say(VALUE.another)}</em>}
    </>
  )
}

function Name({ words }: { words: Words }) {
  return useWords()(words)
}
