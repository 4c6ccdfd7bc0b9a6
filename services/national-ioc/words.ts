/** A text in both languages; Vietnamese comes first. */
export type Words = { vi: string; en: string }

/** The groups a province is known to send. Any other is taken too, and shown by its code. */
export const GROUP_WORDS: Readonly<Record<string, Words>> = {
  dossier: { vi: 'Thủ tục hành chính', en: 'Administrative procedures' },
  feedback: { vi: 'Phản ánh, kiến nghị', en: 'Citizens’ feedback' },
  satisfaction: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
  steering: { vi: 'Chỉ đạo, điều hành', en: 'Direction and steering' },
}
