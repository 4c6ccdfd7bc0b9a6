/** An aggregator of the cell: one core that reads blocks in turn, and at most so many blocks in hand. */
export type Member = {
  freeAt: number
  busySeconds: number
  inHand: number
  waiting: number[]
  isAlive: boolean
}

export const openMembers = (count: number): Member[] =>
  Array.from({ length: count }, () => ({ freeAt: 0, busySeconds: 0, inHand: 0, waiting: [], isAlive: true }))

/** Owner of each partition, in turn among those alive. */
export const shareOut = (partitions: number, members: readonly Member[]): Member[] => {
  const alive = members.filter(({ isAlive }) => isAlive)
  return Array.from({ length: partitions }, (_, partition) => alive[partition % alive.length]!)
}

/** The same owners where they live; what others had goes in turn to those alive who have fewest. */
export const shareAgain = (owners: readonly Member[], members: readonly Member[]): Member[] => {
  const alive = members.filter(({ isAlive }) => isAlive)
  const held = new Map(alive.map((member) => [member, owners.filter((owner) => owner === member).length]))
  return owners.map((owner) => {
    if (owner.isAlive) return owner
    const heir = alive.reduce((least, member) => (held.get(member)! < held.get(least)! ? member : least))
    held.set(heir, held.get(heir)! + 1)
    return heir
  })
}

/** Reads a block on the member's core behind what it reads already; the second at which it is read. */
export const readOn = (member: Member, at: number, seconds: number): number => {
  member.freeAt = Math.max(at, member.freeAt) + seconds
  member.busySeconds += seconds
  return member.freeAt
}
