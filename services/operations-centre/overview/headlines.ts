import { groups, type Indicator } from '@ioc/indicators'

/**
 * What the overview shows of each group: a handful that an operator acts on, of the hundreds that are counted. Which these are
 * is our own choice; no document of the province says.
 */
const HEADLINES: Readonly<Record<string, readonly string[]>> = {
  dossier: [
    'dossier.received',
    'dossier.finished',
    'dossier.on-time',
    'dossier.late-open',
    'dossier.due-soon',
    'dossier.full-online',
  ],
  feedback: [
    'feedback.received',
    'feedback.processed-in-time',
    'feedback.satisfied',
    'feedback.hotline.received',
    'feedback.hotline.processed-in-time',
    'feedback.hotline.satisfied',
  ],
  satisfaction: ['satisfaction.sipas', 'satisfaction.leaders', 'satisfaction.leaders-straight-lined'],
  steering: [
    'dossier.quality.total',
    'steering.disbursed',
    'steering.government-tasks-done',
    'steering.plan-tasks',
    'par.total.score',
    'steering.pci-rank',
  ],
}

export type HeadlineGroup = { id: string; title: { vi: string; en: string }; indicators: Indicator[] }

/** @throws Error for a headline that is no indicator: a tile must not vanish in silence */
export const headlineGroups = (indicators: readonly Indicator[]): HeadlineGroup[] =>
  groups.map(({ id, title }) => ({
    id,
    title,
    indicators: (HEADLINES[id] ?? []).map((headline) => {
      const indicator = indicators.find((each) => each.id === headline)
      if (!indicator) throw new Error(`the overview's headline ${headline} is no indicator`)
      return indicator
    }),
  }))
