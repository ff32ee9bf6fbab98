-- Speakers and sources of cases that are not in the project yet; they are joined when they come.
CREATE TABLE waiting_appearances (
    case_id     TEXT NOT NULL REFERENCES cases (id),
    source_name TEXT NOT NULL,
    speaker     TEXT NOT NULL,
    PRIMARY KEY (case_id, source_name, speaker)
);
