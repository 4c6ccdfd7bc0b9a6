import type { Changes } from './changes.ts'

/** One reader in a group, as its coordinator knows it. */
export type Member = {
  client: string
  topics: readonly string[]
  /** Rises whenever the partitions were dealt anew; null once the group has given it up. */
  generation: number | null
  assigned: { topic: string; partition: number }[]
}

export type Group = ReturnType<typeof newGroup>

/** A consumer group: partitions are dealt out anew whenever a member comes or goes. Nobody waits for another's batch. */
export const newGroup = (partitionsOf: (topic: string) => number, changes: Changes) => {
  let members: Member[] = []
  let generation = 0
  const committed = new Map<string, number>()

  const deal = () => {
    generation++
    for (const member of members) Object.assign(member, { generation, assigned: [] })
    const topics = new Set(members.flatMap((member) => member.topics))
    let turn = 0
    for (const topic of topics) {
      const readers = members.filter((member) => member.topics.includes(topic))
      for (let partition = 0; partition < partitionsOf(topic); partition++)
        readers[turn++ % readers.length]!.assigned.push({ topic, partition })
    }
    changes.tell()
  }

  return {
    committed,
    deal,
    members: () => members,
    join: (member: Member) => {
      if (members.includes(member)) return
      members = [...members, member]
      deal()
    },
    leave: (member: Member) => {
      if (!members.includes(member)) return
      members = members.filter((each) => each !== member)
      member.generation = null
      deal()
    },
    /** Taken only from a member that still is one, of the generation it knows. */
    commit: (member: Member, generationKnown: number | null, place: string, offset: number) => {
      if (generationKnown !== null && member.generation === generationKnown) committed.set(place, offset)
    },
  }
}
