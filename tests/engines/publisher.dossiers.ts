import { readFileSync } from 'node:fs'

const example = JSON.parse(
  readFileSync(
    new URL('../../schemas/examples/dossier.v1/keep.received-online.json', import.meta.url),
    'utf8',
  ),
) as { data: Record<string, unknown> }

/** A dossier of commune 24769, received at an instant and perhaps finished; `sequence` tells its versions apart. */
export const dossierOf = (
  serial: string,
  { receivedAt, finishedAt = null }: { receivedAt: string; finishedAt?: string | null },
  sequence = 1,
) => {
  // A code's serial is digits: those of the name, told apart by its letters' sum.
  const digits = [...serial].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_999_999, 7)
  return {
    topic: 'dossier.v1',
    data: {
      ...example.data,
      dossierCode: `000.00.00.H36-240701-${String(digits).padStart(7, '0')}`,
      unitCode: '24769',
      submittedAt: receivedAt,
      receivedAt,
      dueAt: '2024-08-30T17:00:00+07:00',
      finishedAt,
      status: finishedAt === null ? 'in-process' : 'finished',
      recordedAt: finishedAt ?? receivedAt,
      sequence,
    },
  }
}
