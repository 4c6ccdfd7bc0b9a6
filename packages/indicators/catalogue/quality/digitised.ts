import { always, share, shareOfDifferent, within } from '../../define.ts'
import { AS_PROGRESS, FOR_PROGRESS, PROGRESS_VERSION, qualityComponent } from './family.ts'

/** Dossiers that ended in the period or run at its end: those of PROGRESS_ON_TIME. */
const counted = within('progress_counted_at')

/** Of the dossiers that count for progress and whose procedure returns a paper, those with an electronic result. */
export const originalResult = qualityComponent({
  component: 'ORIGINAL_RESULT_AVAILABLE',
  version: PROGRESS_VERSION,
  vi: 'Hồ sơ có kết quả điện tử',
  en: 'Dossiers with an electronic result',
  halves: {
    numerator: { vi: 'trong đó hồ sơ có kết quả điện tử', en: 'of those, with an electronic result' },
    denominator: {
      vi: 'hồ sơ kết thúc trong kỳ hoặc đang giải quyết khi hết kỳ, thuộc thủ tục trả kết quả giấy',
      en: 'dossiers that ended in the period or run at its end, of procedures that return a paper',
    },
  },
  remark: AS_PROGRESS,
  ...share(within('progress_counted_at', 'returns_paper'), always('electronic_result')),
})

/** Of the dossiers that count for progress, those with digitised papers and an electronic result. */
export const digitised = qualityComponent({
  component: 'SO_HOA_GIAY_TO_GIAI_QUYET',
  version: PROGRESS_VERSION,
  vi: 'Hồ sơ số hóa giấy tờ và kết quả',
  en: 'Dossiers with papers and result digitised',
  halves: {
    numerator: {
      vi: 'trong đó hồ sơ được số hóa giấy tờ và có kết quả điện tử',
      en: 'of those, with digitised papers and an electronic result',
    },
    denominator: FOR_PROGRESS,
  },
  remark: AS_PROGRESS,
  ...share(counted, always('digitised AND electronic_result')),
})

/** Of the dossiers that count for progress, those that reused digitised data. */
export const reused = qualityComponent({
  component: 'REUSED_DIGITIZED_DATA',
  version: PROGRESS_VERSION,
  vi: 'Hồ sơ tái sử dụng dữ liệu số hóa',
  en: 'Dossiers reusing digitised data',
  halves: {
    numerator: { vi: 'trong đó hồ sơ tái sử dụng dữ liệu số hóa', en: 'of those, reusing digitised data' },
    denominator: FOR_PROGRESS,
  },
  remark: AS_PROGRESS,
  ...share(counted, always('data_reused')),
})

/** Of the dossiers that count for progress, those that used the population database. */
export const populationDossiers = qualityComponent({
  component: 'CITIZEN_DATA_CONNECTED_DOSSIER',
  version: PROGRESS_VERSION,
  vi: 'Hồ sơ khai thác dữ liệu dân cư',
  en: 'Dossiers using population data',
  halves: {
    numerator: {
      vi: 'trong đó hồ sơ khai thác cơ sở dữ liệu dân cư',
      en: 'of those, using the population database',
    },
    denominator: FOR_PROGRESS,
  },
  remark: AS_PROGRESS,
  ...share(counted, always('population_data_used')),
})

/** Of the procedures with a dossier finished in the period, those of which one used the population database. */
export const populationProcedures = qualityComponent({
  component: 'CITIZEN_DATA_CONNECTED_FORMALITY',
  vi: 'Thủ tục khai thác dữ liệu dân cư',
  en: 'Procedures using population data',
  halves: {
    numerator: {
      vi: 'trong đó thủ tục có hồ sơ khai thác cơ sở dữ liệu dân cư',
      en: 'of those, with a dossier that used the population database',
    },
    denominator: {
      vi: 'thủ tục có hồ sơ giải quyết xong trong kỳ',
      en: 'procedures with a dossier finished in the period',
    },
  },
  remark: {
    vi: 'thủ tục không phát sinh hồ sơ trong kỳ không nằm ở tử số lẫn mẫu số (suy luận)',
    en: 'procedures without any dossier in the period are in neither half (inferred)',
  },
  ...shareOfDifferent('procedure_number', within('finished_at'), always('population_data_used')),
})
