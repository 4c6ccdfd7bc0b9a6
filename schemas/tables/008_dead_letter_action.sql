-- A dead letter sent again is a record of its own; the link to the first one is its log position, `topic/partition/offset`.
ALTER TABLE ledger ADD COLUMN IF NOT EXISTS replay_of String DEFAULT '';

-- What people did with dead letters: opened, replayed, mended, dropped. Append-only; keyed by the action's own id, so a repeat of
-- an insert is the same row. `why` and `detail` are written by people and by us; neither holds a value of the record.
CREATE TABLE IF NOT EXISTS dead_letter_action
(
    topic         LowCardinality(String),
    `partition`   Int32,
    `offset`      UInt64,
    action_id     String,
    acted_at      DateTime64(3, 'Asia/Ho_Chi_Minh'),
    action        LowCardinality(String),
    actor         String,
    why           String,
    detail        String
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, `partition`, `offset`, acted_at, action_id);
