import { statesOf } from '../counting/newest.ts'
import type { Sabotage } from './stage.ts'

/** One kept position of the seed at hand, as a condition. */
const oneKept = async (
  stage: Parameters<Sabotage>[0],
  from: Parameters<Sabotage>[1],
): Promise<{ topic: string; partition: number; offset: number; where: string }> => {
  const partitions = [0, 1, 2, 3].map(
    (p) => `(\`partition\` = ${p} AND \`offset\` >= ${from.get(`dossier.v1/${p}`) ?? 0})`,
  )
  const [row] = await stage.world.questions.ask<{ partition: number; offset: number }>(
    `SELECT \`partition\`, \`offset\` FROM ledger FINAL WHERE topic = 'dossier.v1' AND verdict = 'keep' AND (${partitions.join(' OR ')}) LIMIT 1`,
  )
  const { partition, offset } = row!
  return {
    topic: 'dossier.v1',
    partition,
    offset,
    where: `topic = 'dossier.v1' AND \`partition\` = ${partition} AND \`offset\` = ${offset}`,
  }
}

/** What each breaks, so that it can be shown that these runs see it. */
export const SABOTAGES: Record<string, Sabotage> = {
  'lose-ledger-row': async (stage, from, _, history) => {
    const { where } = await oneKept(stage, from)
    await stage.world.questions.order(`ALTER TABLE ledger DELETE WHERE ${where}`)
    return history
  },
  'lose-business-row': async (stage, from, _, history) => {
    const { where } = await oneKept(stage, from)
    await stage.world.questions.order(`ALTER TABLE dossier_version DELETE WHERE ${where}`)
    return history
  },
  /** What a count in a repeated step does: one log position, two rows under two keys. */
  'double-business-row': async (stage, from, _, history) => {
    const { where } = await oneKept(stage, from)
    await stage.world.questions.order(
      `INSERT INTO dossier_version SELECT * REPLACE (content_hash + 1 AS content_hash) FROM dossier_version FINAL WHERE ${where}`,
    )
    return history
  },
  /** A repeat of a row under its own key: that is what the product does after a fault, and it must not be reported. */
  'repeat-business-row': async (stage, from, _, history) => {
    const { where } = await oneKept(stage, from)
    await stage.world.questions.order(
      `INSERT INTO dossier_version SELECT * FROM dossier_version FINAL WHERE ${where}`,
    )
    return history
  },
  /** The newest version of a dossier that counts is missing from the history: its state and its indicators must differ. */
  'forget-event': async (_stage, _from, _ends, history) => {
    const states = [...(statesOf(history).get('dossier.v1')?.values() ?? [])]
    const subject = states.findLast(({ data }) => !data!.voided && data!.finishedAt !== null)?.data
      ?.dossierCode
    return history.filter(({ data }) => data?.dossierCode !== subject)
  },
}
