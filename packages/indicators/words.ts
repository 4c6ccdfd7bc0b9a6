/** What the names in traced SQL mean, for the person who reads it: bounds, definitions and facts of every set. */
export const WORDS: Readonly<Record<string, string>> = {
  from_at: 'the period begins',
  to_at: 'the period is over; while it still runs, the instant it was looked at',
  stretch: 'which tree of units the subject belongs to: changes of the tree before it',
  working_days: 'every working day of the calendar, rising',
  working_days_elapsed: 'for each day of the calendar, how many working days have passed with it',
  procedure_codes: 'procedures of the catalogue',
  procedure_days: 'their statutory working days',
  procedure_papers: 'whether their result is handed over on paper',
  procedure: 'the national form of the code',
  procedure_number: 'the same as a number',
  legal_working_days: 'statutory working days of the procedure',
  returns_paper: 'the result is handed over on paper',
  ended_at:
    'finished, returned, closed or refused; else stopped, withdrawn or not accepted when the newest version was recorded',
  in_process: 'received before the period’s end and not ended then',
  is_on_time: 'finished by the first promised day',
  is_overdue: 'at the period’s end the deadline is over',
  is_extended: 'was given a later day at least once',
  is_apologised: 'extended, each time with an apology',
  paused_ms: 'time the citizen took to supplement, milliseconds',
  is_on_time_net: 'finished by the first promised day and the citizen’s own time',
  days_taken: 'working days from reception to the end, less the citizen’s own',
  recorded_end_at: 'the end the system recorded; of what was never received, only one that is done',
  progress_ended_at:
    'the end Decision 766 counts: the recorded one, or a single request to supplement that waits when the period ends',
  progress_open: 'received before the period’s end and not ended then, by Decision 766',
  progress_counted_at:
    'when it counts: at the end Decision 766 counts, or at the period’s last instant while it runs',
  progress_end: 'the end Decision 766 counts, or the period’s while it runs',
  is_progress_on_time: 'on time by the progress rule of Decision 766',
  is_forwarded_in_time: 'passed on or rejected within 2 working days of receipt',
  is_processed_in_time: 'processed within 15 working days of receipt',
  is_published_in_time: 'published within 2 working days of processing',
  is_unpublished: 'at the period’s end due to be published and not published',
  is_forwarding_unknown: 'passed on or rejected, and the working days up to that deadline are not announced',
  is_processing_unknown: 'processed, and the working days up to that deadline are not announced',
  is_publishing_unknown: 'published, and the working days up to that deadline are not announced',
  is_repeated: 'the same caller had written before about the same unit and kind of matter',
}

/** Writes behind each name that is defined in a query, at the end of its line, what it means. */
export const withWords = (sql: string): string =>
  sql.replaceAll(/ AS (\w+)(,?)$/gm, (text, name: string) =>
    name in WORDS ? `${text} -- ${WORDS[name]}` : text,
  )
