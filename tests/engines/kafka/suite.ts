import { describe } from 'vitest'
import { changedLogIsSaid } from './changed-log.ts'
import { clusterIsDescribed } from './cluster.ts'
import { consumingGoesOnFromTheLedger } from './consuming.ts'
import { damageIsToldAndPassed } from './damaged-log.ts'
import type { Door } from './door.ts'
import { foreignWritersAreRead } from './foreign-writers.ts'
import { groupsShareTheWork } from './groups.ts'
import { outagesAreOutlived } from './outages.ts'
import { publishingEndsInAnAcknowledgement } from './publishing.ts'
import { readingWithoutAGroup } from './reading.ts'
import { openWorkbench } from './workbench.ts'

/** What the port to Kafka promises, behind whatever door: a client and a broker, or a log in memory. */
export function behavesAsPortToKafka(door: Door): void {
  const bench = openWorkbench(door)
  describe('publishing', () => publishingEndsInAnAcknowledgement(bench, door))
  describe('consuming', () => consumingGoesOnFromTheLedger(bench, door))
  describe('groups', () => groupsShareTheWork(bench, door))
  describe('a log that is not the one we read', () => changedLogIsSaid(bench))
  describe('reading without a group', () => readingWithoutAGroup(bench))
  describe('foreign writers', () => foreignWritersAreRead(bench, door))
  describe('a damaged log', () => damageIsToldAndPassed(bench, door))
  describe('outages', () => outagesAreOutlived(bench, door))
  describe('the cluster', () => clusterIsDescribed(bench))
}
