import type { PublishedPar } from './compare.ts'
import type { ParCounts } from './score.ts'

/**
 * Counts the appendix of Kế hoạch 5024/KH-UBND (20/6/2024) prints for 2023, by input code. Where it says only that something was
 * found, not how often, the numerator is 1: at least one.
 */
export const COUNTS_2023: ParCounts = {
  '1.3.2': { numerator: 44, denominator: 79 },
  '1.6/part-2': { numerator: 57, denominator: 71 },
  '1.7/on-time': { numerator: 159, denominator: 168 },
  '1.7/late': { numerator: 9, denominator: 168 },
  '3.2.3/part-1': { numerator: 881_883, denominator: 915_386 },
  '3.2.3/part-2': { numerator: 905_350, denominator: 905_350 },
  '3.4.1': { numerator: 326_581, denominator: 333_718 },
  '3.4.2': { numerator: 60_338, denominator: 61_853 },
  '3.4.3': { numerator: 508_762, denominator: 509_779 },
  // 831 units in 2015, 739 in 2023: 92 fewer.
  '4.1.3': { numerator: 92, denominator: 831 },
  '5.4': { numerator: 1, denominator: null },
  // 7 + 4 + 5 + 3 + 5 + 1 + 8 + 5 + 1 persons in nine districts; the total of staff is not printed.
  '5.6': { numerator: 39, denominator: null },
  '6.1.1': { numerator: 5710.503, denominator: 7482.777 },
  '6.1.2': { numerator: 1, denominator: null },
  '6.1.3': { numerator: 183_194, denominator: 183_536 },
  '6.3.3': { numerator: 1, denominator: null },
  '7.1.4': { numerator: 11, denominator: 17 },
  '7.3.6': { numerator: 179_973, denominator: 209_465 },
  '7.3.7/part-1': { numerator: 377, denominator: 377 },
  '7.3.7/part-2': { numerator: 237, denominator: 377 },
  '7.3.7/part-3': { numerator: 292_701, denominator: 552_266 },
  '8.2': { numerator: 2443.2, denominator: 19_690 },
  '8.4': { numerator: 13_100, denominator: 14_500 },
  '8.4/rank-from': { numerator: 11, denominator: 63 },
  '8.4/rank-to': { numerator: 30, denominator: 63 },
  '8.5/exceeded': { numerator: 8, denominator: 18 },
  '8.5/met': { numerator: 6, denominator: 18 },
  '8.5/missed': { numerator: 4, denominator: 18 },
  '9.1': { numerator: 80.38, denominator: 100 },
}

/** What the plan and its appendix print, with the kinds of difference its readers declared; verified, not believed (compare.ts). */
export const PUBLISHED_2023: PublishedPar = {
  profile: 'par@2023',
  document: 'Kế hoạch 5024/KH-UBND (20/6/2024), phụ lục',
  total: '86.02',
  domains: {
    '1': { max: '9.5', scored: '9.0012', lost: '0.4988' },
    '2': { max: '6', scored: '6', lost: '0' },
    '3': { max: '13.0', scored: '12.9107', lost: '0.0893' },
    '4': { max: '6.50', scored: '6.0536', lost: '0.4464' },
    '5': { max: '6.00', scored: '4.25', lost: '1.75' },
    '6': { max: '8.00', scored: '5.7613', lost: '2.2387' },
    '7': { max: '12.50', scored: '11.0151', lost: '1.4849' },
    '8': { max: '6.50', scored: '4.3889', lost: '2.1111' },
    '9.1': { max: '10', scored: '8.0415', lost: '1.9585' },
    '9.2': { max: '22', scored: '17.60', lost: '4.40' },
  },
  criteria: {
    '1.3.2': { scored: '0.6266', lost: '0.3734', percents: { '1.3.2': '62.6582' }, declared: 'count' },
    '1.6': { scored: '0.9014', lost: '0.0986', percents: { '1.6/part-2': '80.2717' }, declared: 'typo' },
    '1.7': { scored: '1.4732', lost: '0.0268' },
    '3.2.3': {
      scored: '0.9817',
      lost: '0.0183',
      percents: { '3.2.3/part-1': '96.34', '3.2.3/part-2': '100' },
    },
    '3.4.1': { scored: '1.4677', lost: '0.0323', percents: { '3.4.1': '97.8437' }, declared: 'count' },
    '3.4.2': { scored: '1.4633', lost: '0.0367', percents: { '3.4.2': '97.5506' } },
    '3.4.3': { scored: '0.998', lost: '0.002', percents: { '3.4.3': '99.8005' } },
    '4.1.3': { scored: '0.5536', lost: '0.4464' },
    '5.4': { scored: '0.00', lost: '1.50' },
    '5.6': { scored: '0.25', lost: '0.25' },
    '6.1.1': { scored: '0.7632', lost: '0.2368', percents: { '6.1.1': '76.3153' } },
    '6.1.2': { scored: '0', lost: '1.00' },
    '6.1.3': { scored: '0.9981', lost: '0.0019', percents: { '6.1.3': '99.8137' } },
    '6.3.3': { scored: '0', lost: '1.00' },
    '7.1.2': { scored: '0.50', lost: '0.50' },
    '7.1.4': { scored: '0.6471', lost: '0.3529', percents: { '7.1.4': '64.7059' } },
    '7.3.6': { scored: '1.2888', lost: '0.2112', percents: { '7.3.6': '85.9203' } },
    '7.3.7': {
      scored: '1.0792',
      lost: '0.4208',
      percents: { '7.3.7/part-1': '100', '7.3.7/part-2': '62.8647', '7.3.7/part-3': '52.9789' },
      declared: 'count',
    },
    '8.2': { scored: '0', lost: '1.00' },
    '8.4': { scored: '1.00', lost: '0.50', percents: { '8.4': '90' } },
    '8.5': { scored: '1.3889', lost: '0.6111' },
    '9.1': { scored: '8.0415', lost: '1.9585', declared: 'unexplained' },
    '9.2': { scored: '17.60', lost: '4.40' },
  },
}
