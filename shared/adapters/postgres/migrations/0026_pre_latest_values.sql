-- What the source of an alert said last where that is no fact: the values that its annotations quote.

ALTER TABLE domain.aggregate ADD COLUMN said jsonb;
