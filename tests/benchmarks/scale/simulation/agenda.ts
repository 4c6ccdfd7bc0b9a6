/** What happens next, in order of time; of one instant, in the order it was planned. A binary heap. */
export type Agenda<Happening> = {
  plan(at: number, happening: Happening): void
  /** Null when nothing is planned. */
  next(): { at: number; happening: Happening } | null
}

export const openAgenda = <Happening>(): Agenda<Happening> => {
  type Entry = { at: number; order: number; happening: Happening }
  const heap: Entry[] = []
  let planned = 0
  const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order)
  return {
    plan(at, happening) {
      const entry = { at, order: planned++, happening }
      let place = heap.push(entry) - 1
      while (place > 0) {
        const parent = (place - 1) >> 1
        if (!isBefore(entry, heap[parent]!)) break
        heap[place] = heap[parent]!
        place = parent
      }
      heap[place] = entry
    },
    next() {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return null
      if (heap.length > 0) {
        let place = 0
        for (;;) {
          let child = 2 * place + 1
          if (child >= heap.length) break
          if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
          if (!isBefore(heap[child]!, last)) break
          heap[place] = heap[child]!
          place = child
        }
        heap[place] = last
      }
      return { at: first.at, happening: first.happening }
    },
  }
}
