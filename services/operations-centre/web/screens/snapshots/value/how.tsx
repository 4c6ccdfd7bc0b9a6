import { Link } from 'wouter'
import { useAddress } from '../../../address.ts'
import type { ExplainAnswer } from '../../../api/answers.ts'
import { amount } from '../../../format.ts'
import { valueText } from '../../../number-text.ts'
import { Known, Panel } from '../../../parts/panel.tsx'
import { Sql } from '../../../parts/sql.tsx'
import { StateMark } from '../../../parts/state-mark.tsx'
import { type Column, Table } from '../../../parts/table.tsx'
import { useWords } from '../../../view.tsx'
import { NUM } from '../../../words/numbers.ts'
import { VALUE } from '../../../words/published-value.ts'
import { VALUE_SHOWN } from '../../../words/states.ts'
import { type Place, valuePath, valueWords } from './address.ts'

type HowProps = { place: Place; explained: ExplainAnswer }
type Input = ExplainAnswer['inputs'][number]

/** The query of a counted value; of a score what it was made of, each with its own. */
export function How({ place, explained }: HowProps) {
  const { sql, inputs } = explained
  return (
    <Panel id="how" title={sql ? VALUE.how : VALUE.inputs}>
      {sql && <Sql sql={sql.text} title={VALUE.sql} />}
      {inputs.length > 0 && <Inputs place={place} explained={explained} />}
    </Panel>
  )
}

function Inputs({ place, explained: { inputs, inputHeads } }: HowProps) {
  const say = useWords()
  const columns: readonly Column<Input>[] = [
    {
      head: NUM.indicator,
      names: true,
      cell: (input) => <Name place={place} input={input} head={inputHeads[input.indicator]} />,
    },
    { head: NUM.numerator, numeric: true, cell: ({ numerator }) => <Known text={amount(numerator)} /> },
    { head: NUM.denominator, numeric: true, cell: ({ denominator }) => <Known text={amount(denominator)} /> },
    { head: NUM.value, numeric: true, cell: (input) => <Known text={valueText(input, input.value)} /> },
    { head: NUM.state, cell: ({ state }) => <StateMark shown={VALUE_SHOWN[state]} /> },
  ]
  return (
    <Table label={say(VALUE.inputs)} columns={columns} rows={inputs} rowKey={({ indicator }) => indicator} />
  )
}

type NameProps = { place: Place; input: Input; head: ExplainAnswer['inputHeads'][string] | undefined }

/** What this snapshot holds is taken apart likewise; of another one its indicator is shown. */
function Name({ place, input, head }: NameProps) {
  const { to } = useAddress()
  const say = useWords()
  const { indicator } = input
  const href = head?.isPublished
    ? to(valuePath(place, indicator), valueWords(input))
    : to(`/indicators/${indicator}`)
  return (
    <>
      <Link href={href}>{head ? say(head.title) : indicator}</Link>
      <span className="beside">
        <code>{indicator}</code>
      </span>
    </>
  )
}
