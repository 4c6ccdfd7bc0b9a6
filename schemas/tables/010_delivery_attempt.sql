-- What an attempt was answered, when the next may begin, and who asked for one by hand (`outcome` is then `resend`). `digest` names the
-- bytes that were sent: they are those of `snapshot.v1`. `answer` is the text as it came, cut at 4,000 characters; a receipt that is
-- right stands in `receipt` instead.
ALTER TABLE delivery
    ADD COLUMN IF NOT EXISTS code            LowCardinality(String),
    ADD COLUMN IF NOT EXISTS answer          String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS bytes_sent      UInt64,
    ADD COLUMN IF NOT EXISTS retry_after_ms  UInt32,
    ADD COLUMN IF NOT EXISTS next_attempt_at Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    ADD COLUMN IF NOT EXISTS asked_by        String,
    ADD COLUMN IF NOT EXISTS asked_why       String;
