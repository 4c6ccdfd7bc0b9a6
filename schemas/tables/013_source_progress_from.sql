-- From when on a source tells everything. Words told before have none: they are taken to tell of all there ever was.
ALTER TABLE source_progress_version ADD COLUMN IF NOT EXISTS complete_from Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')) AFTER units;
ALTER TABLE source_progress ADD COLUMN IF NOT EXISTS complete_from Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')) AFTER units;
