-- The caller's hash with the key before, while two keys overlap. Feedback told before had one key alone.
ALTER TABLE feedback_version ADD COLUMN IF NOT EXISTS caller_hash_before String AFTER caller_hash;
ALTER TABLE feedback ADD COLUMN IF NOT EXISTS caller_hash_before String AFTER caller_hash;
