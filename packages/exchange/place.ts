/** One revision of the numbers of a group for a day. */
export type Place = { group: string; date: string; revision: number }

/** `dossier/2024-06-30/1`, as keys, cuts and addresses write it. */
export const placeText = ({ group, date, revision }: Place): string => `${group}/${date}/${revision}`
