-- Survey forms: raw columns as ticked: every version ever seen, one row per log position. A repeat of an insert is the same key, and the newest
-- version is the last of its subject; history is never keyed by event identity (design §4).
CREATE TABLE IF NOT EXISTS survey_response_version
(
    topic             LowCardinality(String),
    `partition`       Int32,
    `offset`          UInt64,
    appended_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    event_source      LowCardinality(String),
    event_id          String,
    subject           String,
    recorded_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    sequence          UInt64,
    voided            Bool,
    content_hash      UInt64,
    extra             String,
    issuing_system    LowCardinality(String),
    response_code     String,
    questionnaire_code LowCardinality(String),
    unit_code         LowCardinality(String),
    respondent_group  LowCardinality(String),
    survey_year       UInt16,
    submitted_at      DateTime64(3, 'Asia/Ho_Chi_Minh'),
    question          Array(LowCardinality(String)),
    answer            Array(Nullable(UInt8)),
    unit_level        LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (subject, recorded_at, sequence, content_hash, topic, `partition`, `offset`);

-- Current state, one row per subject, for the live view. The version column orders as (recorded_at, sequence, content_hash):
-- milliseconds shifted 128, sequence shifted 64, 64-bit hash.
CREATE TABLE IF NOT EXISTS survey_response
(
    topic             LowCardinality(String),
    `partition`       Int32,
    `offset`          UInt64,
    appended_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    event_source      LowCardinality(String),
    event_id          String,
    subject           String,
    recorded_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    sequence          UInt64,
    voided            Bool,
    content_hash      UInt64,
    extra             String,
    issuing_system    LowCardinality(String),
    response_code     String,
    questionnaire_code LowCardinality(String),
    unit_code         LowCardinality(String),
    respondent_group  LowCardinality(String),
    survey_year       UInt16,
    submitted_at      DateTime64(3, 'Asia/Ho_Chi_Minh'),
    question          Array(LowCardinality(String)),
    answer            Array(Nullable(UInt8)),
    unit_level        LowCardinality(String),
    version           UInt256
)
ENGINE = ReplacingMergeTree(version)
ORDER BY subject;

-- Fills the current state from each inserted block; may be repeated and reordered, since only the newest version of a key stays.
CREATE MATERIALIZED VIEW IF NOT EXISTS survey_response_current TO survey_response AS
SELECT
    *,
    bitShiftLeft(toUInt256(toUnixTimestamp64Milli(recorded_at)), 128)
        + bitShiftLeft(toUInt256(sequence), 64)
        + toUInt256(content_hash) AS version
FROM survey_response_version;
