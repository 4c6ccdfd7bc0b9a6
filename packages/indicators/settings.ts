/**
 * What hundreds of expressions over each row want of ClickHouse; none of it changes a result.
 *
 * Compiling them to machine code takes seconds, and reading a million rows less than one. Looking for chains of comparisons to be drawn
 * together takes longer with the square of them, and finds none here: the query of dossiers takes 0.55 CPU s to read with it and 0.25
 * without, that of feedback 0.68 and 0.14 (26.7). Newest versions come out of a block as a few; blocks that are not bounded by bytes keep
 * the cost of an expression to its rows. Threads are not bounded by free memory: 26.7 then reads in one thread on machines like ours.
 */
export const SETTINGS = [
  'compile_expressions = 0',
  'compile_aggregate_expressions = 0',
  'compile_sort_description = 0',
  'optimize_and_compare_chain = 0',
  'preferred_block_size_bytes = 0',
  'max_threads_min_free_memory_per_thread = 0',
].join(', ')
