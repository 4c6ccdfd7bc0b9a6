import { type Indicator, isCounted, isScore } from './define.ts'
import { WORDS } from './words.ts'

const INTRO = `# Indicators

Made by \`npm run documents\` from [packages/indicators](../packages/indicators); not to be edited by hand. Each has a page: its rule and whose it is,
version, level, what is withheld, and the SQL of both halves. How to ask for them and take them apart: [data-contracts.md](data-contracts.md#asking-for-numbers).

Evidence: _published_, a document states the rule; _inferred_, it fits the numbers or the plain meaning only; _unconfirmed_, known from
hearsay. Names in the SQL of the pages are columns of the tables or stand [below](#words). Of a quantile the denominator is the number of cases.
What others count is reported with period and document; what is made of other indicators is a score.`

/** The text of \`docs/indicators.md\`: every indicator by group, then the words their SQL uses. */
export const printList = (indicators: readonly Indicator[]): string => {
  const groups = Map.groupBy(indicators, ({ group }) => group)
  return [
    INTRO,
    sumsOf(groups),
    ...[...groups].flatMap(([group, mine]) => [`## ${group}`, tableOf(mine)]),
    '## Words',
    table(
      ['Name', 'Meaning'],
      Object.entries(WORDS).map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

const sumsOf = (groups: ReadonlyMap<string, readonly Indicator[]>) => {
  const count = (mine: readonly Indicator[], is: (each: Indicator) => boolean) =>
    String(mine.filter(is).length)
  const row = (name: string, mine: readonly Indicator[]) => [
    name,
    count(mine, isCounted),
    count(mine, ({ of }) => of === 'reports'),
    count(mine, isScore),
    count(mine, () => true),
  ]
  return table(
    ['Group', 'Counted here', 'Reported', 'Scores', 'All'],
    [...[...groups].map(([name, mine]) => row(name, mine)), row('all', [...groups.values()].flat())],
  )
}

const tableOf = (indicators: readonly Indicator[]) =>
  table(
    ['Id', 'Title', 'Kind', 'Comes from', 'Source', 'Evidence'],
    indicators.map((indicator) => [
      `[${indicator.id}](indicators/${indicator.id}.md)`,
      `${indicator.title.vi} (${indicator.title.en})`,
      `${indicator.kind}, ${indicator.unitOfMeasure}`,
      isScore(indicator) ? 'a score' : isCounted(indicator) ? `counted: ${indicator.of}` : 'reported',
      indicator.remark ? `${indicator.source}; ${indicator.remark.en}` : indicator.source,
      `_${indicator.evidence}_`,
    ]),
  )

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows]
    .map(
      (cells) =>
        `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')).join(' | ')} |`,
    )
    .join('\n')
