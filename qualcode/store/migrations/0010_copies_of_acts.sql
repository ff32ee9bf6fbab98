-- In which copy of the study an act was made, and what that copy knew of others; of acts made before, nothing.
ALTER TABLE acts ADD COLUMN copy TEXT NOT NULL DEFAULT '';
ALTER TABLE acts ADD COLUMN knows TEXT NOT NULL DEFAULT '';
