-- Of the contract's streams (channels of feedback, questionnaires of forms) those a source tells. Empty: all, as every word told before says.
ALTER TABLE source_progress_version ADD COLUMN IF NOT EXISTS streams Array(String) AFTER units;
ALTER TABLE source_progress ADD COLUMN IF NOT EXISTS streams Array(String) AFTER units;
