import type { Catalogues } from '@ioc/catalogues'
import {
  chainOf,
  type Indicator,
  isCounted,
  isScore,
  openSets,
  type ScopeMap,
  SMALL_COUNT_MAX,
  scopesOf,
  traceQuery,
} from '@ioc/indicators'
import { REPORTS } from '@ioc/indicators/state.ts'
import { code, fenced, page, table } from './markdown.ts'

/** The period and scope the SQL of a page is shown for: the province, in a month that is over. */
const SHOWN = { scope: '68', from: '2024-06-01', to: '2024-06-30' }

export const indicatorPath = ({ id }: { id: string }): string => `docs/indicators/${id}.md`

/** Gives the page of an indicator; catalogues and scopes are read once for all. */
export const indicatorPages = (catalogues: Catalogues): ((indicator: Indicator) => string) => {
  const map = scopesOf(catalogues, { kind: 'then' })
  const sets = openSets(catalogues)
  return (indicator) => {
    const topic = isScore(indicator) ? null : (isCounted(indicator) ? sets[indicator.of] : REPORTS).topic
    return page(
      `# ${indicator.id}`,
      'Made from the definitions by `npm run documents`; not to be edited by hand. [All indicators](../indicators.md).',
      `**${indicator.title.vi}** / ${indicator.title.en}`,
      table(
        ['', ''],
        [
          ['Group', indicator.group],
          ['Kind, unit of measure', `${indicator.kind}, ${indicator.unitOfMeasure}`],
          ['Comes from', comesFrom(indicator, topic)],
          ...(indicator.halves
            ? [
                ['Numerator', indicator.halves.numerator.en],
                ['Denominator', indicator.halves.denominator?.en ?? 'none'],
              ]
            : []),
          ['Rule', indicator.source],
          ...(indicator.remark ? [['How it is read', indicator.remark.en]] : []),
          ['Evidence of the rule', `_${indicator.evidence}_`],
          ['Version of the rule', String(indicator.version)],
          ['Level of units', indicator.level ?? 'all'],
          ...(indicator.maximum === undefined ? [] : [['Full points', String(indicator.maximum)]]),
          ...(indicator.method === undefined
            ? []
            : [['Survey method', `${code(indicator.method)}: compared with values of the same method only`]]),
          ['Decimals shown', String(indicator.places ?? 2)],
          [
            'Withheld',
            indicator.aboutPersons
              ? `where a half, or their difference, is from 1 to ${SMALL_COUNT_MAX} (or a setting says otherwise): it is about persons`
              : 'never: it is not about persons',
          ],
        ],
      ),
      isScore(indicator) ? scoreOf(indicator) : sqlOf(catalogues, map, indicator),
      `Ask for it: \`curl -s "http://127.0.0.1:8080/v1/indicators?indicator=${indicator.id}&scope=68&date=2024-06-30&period=month"\`; taken apart, with the events behind it: \`/v1/indicators/${indicator.id}/trace\`.`,
    )
  }
}

const comesFrom = (indicator: Indicator, topic: string | null): string =>
  isScore(indicator)
    ? 'other indicators, by a rule'
    : isCounted(indicator)
      ? `counted here from [${topic}](../contracts/${topic}.md) (set \`${indicator.of}\`)`
      : `halves another body counted, told as [${topic}](../contracts/${topic}.md)`

const scoreOf = (indicator: Extract<Indicator, { of: 'scores' }>): string => {
  const { profile, inputs } = indicator.by
  const ids = [...new Set(indicator.components ?? inputs.map(({ id }) => id))].sort()
  return [
    '## Made of',
    `Numerator: the points${profile === null ? '' : ` by profile \`${profile}\``}; denominator: full points. No SQL: a rule makes it of these, in the same scope and period unless the rule says otherwise.`,
    ids.map((id) => `- [${id}](${id}.md)`).join('\n'),
  ].join('\n\n')
}

const sqlOf = (
  catalogues: Catalogues,
  map: ScopeMap,
  indicator: Exclude<Indicator, { of: 'scores' }>,
): string => {
  const { text } = traceQuery(catalogues, {
    ...{ indicator, map, scope: SHOWN.scope, watermark: null },
    chain: chainOf([SHOWN]),
  })
  const halves = isCounted(indicator)
    ? indicator.kind === 'quantile'
      ? 'The quantile is `value`, the denominator the number of cases it is taken of.'
      : indicator.denominator
        ? 'Both halves as columns.'
        : 'The numerator alone: there is nothing it is a part of.'
    : 'Both halves as they were reported.'
  return [
    '## SQL',
    `${halves} As the trace gives it for the province in June 2024, as known now; lists of more than five codes are cut here, not in the trace.`,
    fenced('sql', withoutLongLists(text)),
  ].join('\n\n')
}

/** A list of many codes is its length: which they are is in the catalogues. */
const withoutLongLists = (sql: string): string =>
  sql.replaceAll(
    /\[('[^']*'(?:,\s*'[^']*'){5,}|-?\d+(?:,\s*-?\d+){5,})\]/g,
    (_, list: string) => `[… ${list.split(',').length} …]`,
  )
