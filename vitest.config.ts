import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * A project that may start engines: one file at a time, because two cores hold one Kafka and one ClickHouse, not three. Its times
 * end what hangs and judge nothing: on a machine busy with other things a start takes ten times as long.
 */
const heavy = (name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude,
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})

/** A project of short files. By default one core would be left idle, which on two is half of them. */
const light = (name: string, include: string[]) => ({
  test: { name, include, testTimeout: 30_000, maxWorkers: '100%' },
})

/** A page is opened by files named `…-page.test.ts`; the others of `tests/browser` only need the centre. */
const PAGES = 'tests/browser/*-page.test.ts'

export default defineConfig({
  test: {
    provide: {
      path: process.env.PATH ?? '',
      chromium: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      shots: process.env.IOC_SCREENSHOTS ?? join(tmpdir(), 'ioc-screenshots'),
    },
    projects: [
      light('unit', [
        '{schemas,packages,services,infra}/**/*.test.ts',
        'tests/runner/*.test.ts',
        'tests/benchmarks/**/*.test.ts',
      ]),
      light('contracts', ['tests/contracts/*.test.ts']),
      light('tree', ['tests/tree/*.test.ts']),
      heavy('engines', ['tests/engines/*.test.ts']),
      heavy('faults', ['tests/faults/*.test.ts']),
      heavy('end-to-end', ['tests/end-to-end/*.test.ts']),
      heavy('centre', ['tests/browser/*.test.ts'], [PAGES]),
      heavy('browser', [PAGES]),
    ],
  },
})
