import type { Figure } from '@ioc/indicators/figure.ts'
import { amount, calendarDay, printed } from '../../format.ts'
import { Known } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useView, useWords, type Words } from '../../view.tsx'
import { SAY } from '../../words/page.ts'
import { VERDICT_SHOWN, verdictOf } from '../../words/states.ts'

const columns: readonly Column<Figure>[] = [
  { head: SAY.indicator, names: true, cell: (figure) => <Title figure={figure} /> },
  { head: SAY.numerator, numeric: true, cell: ({ numerator }) => <Known text={amount(numerator)} /> },
  { head: SAY.denominator, numeric: true, cell: ({ denominator }) => <Known text={amount(denominator)} /> },
  {
    head: SAY.computed,
    numeric: true,
    cell: (figure) => (
      <b>
        <Known text={computedOf(figure)} />
      </b>
    ),
  },
  {
    head: SAY.printed,
    numeric: true,
    cell: (figure) => <Known text={withSign(printed(figure.printed), figure)} />,
  },
  { head: SAY.period, cell: (figure) => <Period figure={figure} /> },
  { head: SAY.verdict, cell: (figure) => <StateMark shown={VERDICT_SHOWN[verdictOf(figure)]} /> },
  { head: SAY.document, cell: ({ documentCode }) => <code>{documentCode}</code> },
]

/** Printed beside computed, a line each. */
export function FigureTable({ label, figures }: { label: Words; figures: readonly Figure[] }) {
  const say = useWords()
  return (
    <Table
      label={say(label)}
      columns={columns}
      rows={figures}
      rowKey={({ id, unitCode, documentCode, period, estimate, printed }) =>
        [id, unitCode, documentCode, period.from, period.to, estimate, printed].join(' ')
      }
    />
  )
}

const withSign = (text: string, { kind }: Figure) => (kind === 'ratio' && text !== '—' ? `${text}%` : text)

const computedOf = (figure: Figure) => {
  if (figure.kind === 'ratio') return withSign(printed(figure.percent), figure)
  // Points and indices are shown with all the decimals they are judged at.
  return figure.kind === 'count' || figure.value === null
    ? amount(figure.value)
    : printed(figure.value.toFixed(figure.places))
}

function Title({ figure }: { figure: Figure }) {
  const { language } = useView()
  const say = useWords()
  const beside = language === 'vi' ? 'en' : 'vi'
  return (
    <>
      <span className="title">{say(figure.title)}</span>
      <span className="beside" lang={beside}>
        {figure.title[beside]}
      </span>
    </>
  )
}

function Period({ figure }: { figure: Figure }) {
  const say = useWords()
  const { from, to, inferred } = figure.period
  return (
    <span className="period">
      <span>
        {calendarDay(from)} – {calendarDay(to)}
      </span>
      {inferred && <em className="tag">{say(SAY.inferred)}</em>}
      {figure.estimate && <em className="tag">{say(SAY.estimate)}</em>}
    </span>
  )
}
