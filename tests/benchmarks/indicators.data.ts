import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'

/** Versions of each dossier: received, moved on, finished. */
export const VERSIONS = 3

const list = (values: readonly string[]) => `[${values.map((value) => `'${value}'`).join(', ')}]`

/**
 * Made-up dossiers of the years 2023 and 2024, written straight into the table by ClickHouse itself: this benchmark is of counting,
 * not of ingest. Dossier n has three versions at offsets n, n + N and n + 2 N; every value is a function of n.
 */
export const makeDossiers = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  from: number,
  until: number,
): Promise<void> => {
  const units = catalogues.unitsOn('2024-06-30').filter(({ level }) => level !== 'province')
  const procedures = catalogues.procedures
  const draw = (purpose: number, of: number) => `cityHash64(n, ${purpose}) % ${of}`
  for (let version = 0; version < VERSIONS; version++) {
    const finished = version === VERSIONS - 1 ? `${draw(1, 20)} > 0` : 'false'
    await clickhouse.command(`INSERT INTO dossier_version
WITH ${list(units.map(({ code }) => code))} AS units, ${list(units.map(({ level }) => level))} AS levels,
  ${list(procedures.map(({ code }) => code))} AS procedures, ${list(procedures.map(({ online }) => online))} AS onlines,
  ${list(procedures.map(({ fieldCode }) => fieldCode))} AS fields,
  number AS n, 1 + ${draw(2, units.length)} AS u, 1 + ${draw(3, procedures.length)} AS p,
  toDateTime64('2023-01-01 07:30:00', 3, 'Asia/Ho_Chi_Minh') + toIntervalSecond(${draw(4, 730)} * 86400 + ${draw(5, 30000)}) AS got,
  ${draw(6, 25)} AS days, (${finished}) AS done, ${draw(7, 10)} < 6 AS came_online
SELECT 'dossier.v1', toInt32(n % 4), toUInt64(intDiv(n, 4) * ${VERSIONS} + ${version}), got, 'benchmark', concat('e', toString(n), '-${version}'),
  concat('bench/H36-', toString(n)), got + toIntervalHour(${version} * 20), 0, ${draw(8, 500)} = 0, cityHash64(n, ${version}), '',
  'bench', concat('H36-', toString(n)), procedures[p], units[u], if(came_online, 'online', if(${draw(9, 50)} = 0, '', 'direct')),
  'citizen', if(done, 'returned', 'in-process'), got - toIntervalHour(2), got, got + toIntervalDay(${draw(10, 30)} + 1),
  if(done, got + toIntervalSecond(days * 86400 + ${draw(11, 36000)}), NULL), if(done, got + toIntervalSecond(days * 86400 + 40000), NULL), NULL, NULL,
  if(${draw(12, 40)} = 0, [got + toIntervalDay(40)], []), if(${draw(12, 40)} = 0, [${draw(13, 2)} = 0], []),
  if(${draw(14, 12)} = 0, [got + toIntervalDay(1)], []), if(${draw(14, 12)} = 0, [if(${draw(15, 5)} = 0, NULL, got + toIntervalDay(3))], []),
  ${draw(16, 3)} * 10000, if(came_online, ['P'], []), if(came_online, [got], []), if(came_online, [10000], []), if(came_online, ['national'], []),
  ${draw(17, 2)}, ${draw(18, 3)} > 0, ${draw(19, 4)} = 0, ${draw(20, 2)},
  levels[u], onlines[p], fields[p]
FROM numbers(${from}, ${until - from})
SETTINGS max_insert_threads = 2`)
  }
}
