import { writeFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { oneStep } from './aggregate.ts'
import { plainBounds } from './bounds.ts'
import { openIndicators } from './catalogue/index.ts'
import { type Aggregate, type Indicator, isCounted, isScore } from './define.ts'
import { WORDS } from './words.ts'

const INTRO = `# Indicators

Made by \`node_modules/.bin/node packages/indicators/make-list.ts\` from [packages/indicators](../packages/indicators); not to be edited by hand. How to ask
for them and take them apart: [data-contracts.md](data-contracts.md#asking-for-numbers).

Evidence: _published_, a document states the rule; _inferred_, it fits the numbers or the plain meaning only; _unconfirmed_, known from
hearsay. \`from_at\` and \`to_at\` are the first instant of the period and the first after it; other names are columns of the tables or
stand [below](#words). Of a quantile the denominator is the number of cases. What others count is reported with period and document;
what is made of other indicators is a score.`

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
    ['Id', 'Title', 'Kind', 'Numerator', 'Denominator', 'Source', 'Evidence'],
    indicators.map((indicator) => [
      `\`${indicator.id}\``,
      `${indicator.title.vi} (${indicator.title.en})`,
      `${indicator.kind}, ${indicator.unitOfMeasure}`,
      ...halvesOf(indicator),
      indicator.source,
      `_${indicator.evidence}_`,
    ]),
  )

const halvesOf = (indicator: Indicator): [string, string] => {
  if (isScore(indicator)) {
    const by = indicator.by.profile === null ? '' : `by \`${indicator.by.profile}\``
    return [`points or number made of other indicators ${by}`, 'their maximum or whole']
  }
  if (!isCounted(indicator))
    return ['reported', indicator.kind === 'ratio' ? 'reported' : 'reported, or none']
  const { numerator, denominator } = indicator
  return [sqlOf(numerator), denominator ? sqlOf(denominator) : 'none']
}

/** A list of many codes is its length: which they are is in the catalogue of questionnaires. */
const sqlOf = (aggregate: Aggregate) =>
  `\`${oneStep(aggregate, plainBounds).replaceAll(
    /\[('[^']*'(?:, '[^']*'){5,}|-?\d+(?:, -?\d+){5,})\]/g,
    (_, list: string) => `[… ${list.split(', ').length} …]`,
  )}\``

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows]
    .map(
      (cells) =>
        `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')).join(' | ')} |`,
    )
    .join('\n')

if (import.meta.main)
  writeFileSync(
    new URL('../../docs/indicators.md', import.meta.url),
    printList(openIndicators(openCatalogues())),
  )
