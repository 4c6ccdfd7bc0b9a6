// `npm run scale`: what other sizes take, planned from measured costs and checked by simulation. No engine is started.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitForWords, exitWithHelp, parseWords, WrongWords } from '@ioc/config'
import { lagP95, useOf } from './answers.ts'
import { checkedSizes, checkSize, outside } from './checks.ts'
import { COSTS } from './costs.ts'
import { DOCUMENT, remade } from './document.ts'
import { limitsOf } from './limits.ts'
import { planFor } from './plan.ts'
import { SIZES } from './sizes.ts'
import { storageOf } from './storage.ts'
import { TABLES } from './tables.ts'

const HELP = `npm run scale -- [--only table] [--write] [--json]

What Lâm Đồng, all provinces, and up to a million events a second take: from measured costs, checked by a simulation of seeds.

  --only <table>  only this table: ${Object.keys(TABLES).join(', ')}; may be given more than once
  --write         writes the tables into ${DOCUMENT}
  --json          one JSON object on stdout: costs, plans, storage, limits, checks
  --help          this text

Exit codes: 0 done; 1 the simulation contradicts the plan; 78 wrong words.
`

const readWords = () => {
  try {
    const { values, positionals } = parseWords(process.argv.slice(2), {
      only: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    })
    if (positionals.length > 0) throw new WrongWords(`too many words: ${positionals.join(' ')}`)
    const unknown = values.only.filter((name) => !Object.hasOwn(TABLES, name))
    if (unknown.length > 0)
      throw new WrongWords(`no table ${unknown.join(', ')}; there are ${Object.keys(TABLES).join(', ')}`)
    return values
  } catch (error) {
    exitForWords(error, HELP)
    throw error
  }
}

const values = readWords()
if (values.help) exitWithHelp(HELP)

const checks = checkedSizes.flatMap((size) =>
  checkSize(size).map((check) => ({ size: size.name, ...check, outside: outside(check) })),
)
if (values.write) {
  const path = join(import.meta.dirname, '../../..', DOCUMENT)
  writeFileSync(path, remade(readFileSync(path, 'utf8')))
}
if (values.json) {
  const sizes = SIZES.map((size) => {
    const plan = planFor(size)
    const answers = { use: useOf(plan.cell), lagP95Seconds: lagP95(plan.cell) }
    return { ...plan, ...answers, storageBytes: storageOf(size), limits: limitsOf(size) }
  })
  process.stdout.write(`${JSON.stringify({ costs: COSTS, sizes, checks })}\n`)
} else
  for (const [name, table] of Object.entries(TABLES))
    if (values.only.length === 0 || values.only.includes(name))
      process.stdout.write(`${name}\n\n${table()}\n\n`)
process.exitCode = checks.some((check) => check.outside > check.tolerance) ? 1 : 0
