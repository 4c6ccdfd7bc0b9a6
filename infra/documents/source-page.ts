import type { ConnectedSource } from '@ioc/connectors/connected.ts'
import type { Contract } from '@ioc/schemas'
import type { Source } from '@ioc/source/source.ts'
import { code, page, table } from './markdown.ts'

/** A source of a producer: one it reads of itself, one that is connected to another system, or one that pushes. */
export type DescribedSource = {
  producer: string
  name: string
  contract: Contract
  title: { vi: string; en: string }
  kind: 'read' | 'connected' | 'pushed'
  source: Source | null
  connected: ConnectedSource | null
  /** Folder of its code, from the root. */
  folder: string | null
  /** Files of the folder that hold what it was made from or a recorded sample. */
  samples: readonly string[]
}

export const sourcePath = ({ producer, name }: DescribedSource): string =>
  `docs/sources/${producer}-${name}.md`

/** The page of one source. */
export const sourcePage = (described: DescribedSource): string => {
  const { producer, name, contract, title, folder, samples } = described
  const source = described.source ?? described.connected
  const link = folder ? `[${folder}](../../${folder})` : 'none here: its code is with who pushes'
  return page(
    `# ${name} (${producer})`,
    'Made from the code by `npm run documents`; not to be edited by hand.',
    `**${title.vi}** / ${title.en}`,
    table(
      ['', ''],
      [
        ['`ce_source`', code(name)],
        ['Contract', `[${contract.id}](../contracts/${contract.id}.md)`],
        ['Kind', kindOf(described)],
        [
          'Rhythm',
          source
            ? `speaks at least every ${lengthOf(source.rhythmSeconds)}`
            : 'none promised; once a day is assumed where its freshness is shown',
        ],
        [
          'Simulated or rebuilt',
          source ? (source.simulated ? 'yes; shown wherever its events are' : 'no') : 'whatever is pushed',
        ],
        ...(described.source?.total === undefined
          ? []
          : [['Events in all', described.source.total.toLocaleString('en')]]),
        ['Code', link],
        [
          described.connected ? 'Recorded sample' : 'Made from',
          samples.length > 0
            ? samples.map((file) => `[${file.split('/').at(-1)}](../../${file})`).join(', ')
            : source
              ? 'the catalogues alone'
              : 'none',
        ],
      ],
    ),
    described.connected
      ? `Tried on its sample, without sending anything: \`npm run source -- check ${name}\`; turned on: \`npm run source -- run ${name}\`; held: \`npm run source -- hold ${name} --why "…"\`.`
      : source
        ? `Held and released by name: \`npm run source -- hold ${name} --why "…"\`.`
        : `Its key: \`npm run keys -- list ${name}\`; how to push: [${contract.id}](../contracts/${contract.id}.md#how-to-push-one).`,
  )
}

const kindOf = ({ source, connected }: DescribedSource): string => {
  if (connected)
    return `${connected.way.kind}: read from another system every ${connected.pollMs / 1000} s, once a place turns it on`
  if (!source) return 'push: CloudEvents over HTTP, structured, binary or batch'
  return source.pollMs === null
    ? 'read once, from its checkpoint to its end'
    : `read again every ${source.pollMs / 1000} s, from its checkpoint`
}

const lengthOf = (seconds: number): string =>
  seconds % 86_400 === 0
    ? `${seconds / 86_400} d`
    : seconds % 3_600 === 0
      ? `${seconds / 3_600} h`
      : seconds % 60 === 0
        ? `${seconds / 60} min`
        : `${seconds} s`

/** The list of all sources. */
export const sourceIndex = (all: readonly DescribedSource[]): string =>
  page(
    '# Sources',
    'Made from the code by `npm run documents`; not to be edited by hand. Which of them speak now: `npm run source -- list`. Those for which a key was made since are not here.',
    table(
      ['Source', 'Producer', 'Contract', 'Title', 'Kind'],
      all.map((each) => [
        `[${each.name}](${sourcePath(each).split('/').at(-1)})`,
        code(each.producer),
        `[${each.contract.id}](../contracts/${each.contract.id}.md)`,
        `${each.title.vi} (${each.title.en})`,
        kindOf(each),
      ]),
    ),
  )
