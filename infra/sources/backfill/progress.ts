import type { BackfillResult, Counts } from '@ioc/connectors/backfill/run.ts'

const EVERY_MS = 1_000

const number = (n: number) => n.toLocaleString('en')

/** Tells people how a backfill goes, about once a second, and what it changed at its end. */
export const openProgress = (dryRun: boolean, perSecond: number, say: (line: string) => void) => {
  let toldAtMs = performance.now()
  return {
    tell: (counts: Counts, aside: number | null): void => {
      const now = performance.now()
      if (now - toldAtMs < EVERY_MS) return
      toldAtMs = now
      say(
        `${number(counts.read)} read, ${number(counts.there)} there already, ${number(changedOf(counts))} ${dryRun ? 'would be ' : ''}sent${
          aside === null ? '' : `; standing aside for live events (${number(aside)} not folded yet)`
        }`,
      )
    },
    end: (source: string, result: BackfillResult, folded: boolean | null): void => {
      const would = dryRun ? 'would ' : ''
      say(
        [
          `${result.resumed ? 'went on where it was; ' : ''}${endOf(source, result)}`,
          `  ${number(result.read)} events read, ${number(result.otherDays)} of other days left alone, ${number(result.skipped)} records skipped`,
          `  ${number(result.there)} were there already and ${dryRun ? 'would not be' : 'were not'} sent`,
          `  ${number(result.new)} ${would}begin a subject, ${number(result.newer)} ${would}change one, ${number(result.older)} ${would}only complete its history`,
          `  ${number(result.rejected)} ${dryRun ? 'would be' : 'were'} rejected${dryRun ? '' : ' and kept as dead letters'}`,
          ...(dryRun
            ? [`nothing was sent; it would take at least ${Math.ceil(changedOf(result) / perSecond)} s`]
            : []),
          ...(folded === null
            ? []
            : [
                folded
                  ? 'all of it is in the tables'
                  : 'not all of it is in the tables yet: the aggregator is still at it, or does not run',
              ]),
        ].join('\n'),
      )
    },
  }
}

const endOf = (source: string, { finished, hold }: BackfillResult): string => {
  if (finished) return 'read to the end'
  if (hold === null) return 'stopped before the end: run it again, it goes on there'
  return `stopped: ${source} is held since ${hold.at} by ${hold.by} (${hold.why}), and what is held is not sent by this way either; once it is released (npm run source -- release ${source} --why "…") run it again, it goes on there`
}

const changedOf = (counts: Counts) => counts.new + counts.newer + counts.older + counts.rejected
