import type { Catalogues } from './open.ts'

/** Which set of catalogues counts when. A set never changes; which one is in force does, while services run. */
export type InForce = {
  /** The set in force at an instant of the system clock (a record's append time), epoch ms. */
  at(systemMs: number): Catalogues
  /** The set in force now. Who needs several answers of one set asks once and keeps it. */
  current(): Catalogues
  /** Any set that ever was in force, e.g. the one a cut pins; null for one this log does not know. */
  byVersion(version: string): Catalogues | null
}

/** One set at all times: where nothing is loaded. */
export const always = (catalogues: Catalogues): InForce => ({
  at: () => catalogues,
  current: () => catalogues,
  byVersion: (version) => (version === catalogues.version ? catalogues : null),
})
