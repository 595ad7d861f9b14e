-- What each token of a text means where it stands, in the form of the model that read it; NULL where none did. About
-- 10 KB for a text, which do not shrink and stand beside the row.

ALTER TABLE knowledge.embedding ADD COLUMN tokens bytea;
ALTER TABLE knowledge.embedding ALTER COLUMN tokens SET STORAGE EXTERNAL;
GRANT UPDATE (tokens) ON knowledge.embedding TO sre_projector;
