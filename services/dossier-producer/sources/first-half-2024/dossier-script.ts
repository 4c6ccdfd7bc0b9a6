import type { Catalogues } from '@ioc/catalogues'
import type { Script } from '@ioc/simulation'
import type { Candidate } from '@ioc/source/source.ts'
import { type Life, lifeOf } from './life.ts'
import { placesOn } from './places.ts'
import { type Cell, population } from './population.ts'
import printed from './printed.json' with { type: 'json' }
import { rejectKindOf } from './rejects.ts'
import { type Step, stepsOf } from './steps.ts'
import { instants, PERIOD_END } from './time.ts'
import { writer } from './write.ts'

/** A place in the order of telling is one number: second told (25 bits), dossier (20 bits), step (4 bits). */
const STEPS = 2 ** 4
const SLOTS = 2 ** 20
const PER_SECOND = STEPS * SLOTS

/**
 * All events in the order they are told. Only that order is held in memory (8 bytes an event): each event is made again
 * from seed and place, so reading may begin anywhere.
 */
export const dossierScript = (seed: number, tag: string, catalogues: Catalogues): Script<Candidate> => {
  const cells = population()
  const cellOf = cellIndex(cells)
  const places = placesOn(catalogues, printed.period.from)
  const write = writer(seed, places)
  const tellOf = (slot: number): { cell: Cell; life: Life; steps: Step[] } => {
    const cell = cells[cellOf[slot]!]!
    const life = lifeOf(seed, slot, cell, places)
    return { cell, life, steps: stepsOf(seed, slot, cell, life) }
  }
  const order = orderOf(cellOf.length, (slot) => tellOf(slot).steps)

  return {
    tag,
    length: order.length,
    endMs: instants.ms(PERIOD_END) - 1,
    toldAtMs: (position) => instants.ms(Math.floor(order[position]! / PER_SECOND)),
    at: (position) => {
      const place = order[position]! % PER_SECOND
      const slot = Math.floor(place / STEPS)
      const { cell, life, steps } = tellOf(slot)
      const step = steps[place % STEPS]!
      const data = write(slot, cell, life, step)
      const head = { id: `${tag}-${slot}-${step.idStep}`, atMs: instants.ms(step.told) }
      if (step.twist !== 'refusable') return { ...head, data }
      const spoilt = rejectKindOf(slot - cell.start).spoil(data)
      return Buffer.isBuffer(spoilt) ? { ...head, bytes: spoilt } : { ...head, data: spoilt }
    },
  }
}

/** Cell of each slot. */
function cellIndex(cells: readonly Cell[]): Uint8Array {
  const last = cells.at(-1)!
  const index = new Uint8Array(last.start + last.count)
  cells.forEach((cell, i) => {
    index.fill(i, cell.start, cell.start + cell.count)
  })
  return index
}

function orderOf(slots: number, stepsAt: (slot: number) => readonly Step[]): Float64Array {
  let order = new Float64Array(slots * 4)
  let length = 0
  for (let slot = 0; slot < slots; slot++) {
    const steps = stepsAt(slot)
    if (length + steps.length > order.length) {
      const larger = new Float64Array(order.length * 1.5)
      larger.set(order)
      order = larger
    }
    for (let step = 0; step < steps.length; step++)
      order[length++] = steps[step]!.told * PER_SECOND + slot * STEPS + step
  }
  return order.slice(0, length).sort()
}
