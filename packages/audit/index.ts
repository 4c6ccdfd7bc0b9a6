export { type AuditDoors, audit } from './audit.ts'
export type { Finding, Kind, PartitionReport, Report, TableReport } from './findings.ts'
