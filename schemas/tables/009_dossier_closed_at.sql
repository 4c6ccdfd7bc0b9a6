-- When a dossier that was never finished was stopped, refused, withdrawn or otherwise closed. Events told before had no such field.
ALTER TABLE dossier_version ADD COLUMN IF NOT EXISTS closed_at Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')) AFTER refused_at;
ALTER TABLE dossier ADD COLUMN IF NOT EXISTS closed_at Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')) AFTER refused_at;
