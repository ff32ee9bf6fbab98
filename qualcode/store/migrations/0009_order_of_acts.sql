-- The order of acts, the same in every copy: by the time stamps of those made before.
ALTER TABLE acts ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
UPDATE acts SET sequence = coalesce(
    CAST(strftime('%s', at) AS INTEGER) * 1000 + CAST(substr(at, 21, 3) AS INTEGER), 0);
CREATE INDEX acts_by_sequence ON acts (sequence);
