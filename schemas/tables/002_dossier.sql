-- Dossiers (hồ sơ TTHC): every version ever seen, one row per log position. A repeat of an insert is the same key, and the newest
-- version is the last of its subject; history is never keyed by event identity (design §4).
CREATE TABLE IF NOT EXISTS dossier_version
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
    dossier_code      String,
    procedure_code    LowCardinality(String),
    unit_code         LowCardinality(String),
    channel           LowCardinality(String),
    applicant_kind    LowCardinality(String),
    status            LowCardinality(String),
    submitted_at      Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    received_at       Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    due_at            Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    finished_at       Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    returned_at       Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    refused_at        Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    extension_due_at  Array(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    extension_apology Array(Bool),
    supplement_requested_at Array(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    supplement_supplied_at Array(Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh'))),
    fee_vnd           Nullable(UInt64),
    payment_code      Array(String),
    payment_at        Array(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    payment_vnd       Array(UInt64),
    payment_gateway   Array(LowCardinality(String)),
    digitised         Bool,
    electronic_result Bool,
    data_reused       Bool,
    population_data_used Bool,
    unit_level        LowCardinality(String),
    procedure_online  LowCardinality(String),
    field_code        LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (subject, recorded_at, sequence, content_hash, topic, `partition`, `offset`);

-- Current state, one row per subject, for the live view. The version column orders as (recorded_at, sequence, content_hash):
-- milliseconds shifted 128, sequence shifted 64, 64-bit hash.
CREATE TABLE IF NOT EXISTS dossier
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
    dossier_code      String,
    procedure_code    LowCardinality(String),
    unit_code         LowCardinality(String),
    channel           LowCardinality(String),
    applicant_kind    LowCardinality(String),
    status            LowCardinality(String),
    submitted_at      Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    received_at       Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    due_at            Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    finished_at       Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    returned_at       Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    refused_at        Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    extension_due_at  Array(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    extension_apology Array(Bool),
    supplement_requested_at Array(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    supplement_supplied_at Array(Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh'))),
    fee_vnd           Nullable(UInt64),
    payment_code      Array(String),
    payment_at        Array(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    payment_vnd       Array(UInt64),
    payment_gateway   Array(LowCardinality(String)),
    digitised         Bool,
    electronic_result Bool,
    data_reused       Bool,
    population_data_used Bool,
    unit_level        LowCardinality(String),
    procedure_online  LowCardinality(String),
    field_code        LowCardinality(String),
    version           UInt256
)
ENGINE = ReplacingMergeTree(version)
ORDER BY subject;

-- Fills the current state from each inserted block; may be repeated and reordered, since only the newest version of a key stays.
CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_current TO dossier AS
SELECT
    *,
    bitShiftLeft(toUInt256(toUnixTimestamp64Milli(recorded_at)), 128)
        + bitShiftLeft(toUInt256(sequence), 64)
        + toUInt256(content_hash) AS version
FROM dossier_version;
