"""A migration runs beside whoever reads and writes: what would hold them up, or break the code before, is not shipped.

Each statement is a transaction of its own that waits a second for its locks (`migration_steps`), so what counts is what
a statement does while it has them. Read are the words of the statements: what a ``DO`` block puts together is not seen.
"""

import re

import pytest

from shared.adapters.postgres.migrate import shipped
from shared.adapters.postgres.migration_statements import statements, without_comments

#: A version's first files make a database that nobody uses yet.
_BASELINE = 8
#: A row per sender, made by hand: written anew within milliseconds.
_SMALL = frozenset({"access.source", "access.tenant", "access.api_key"})

_TABLE = r"(?P<table>\w+\.\w+)"
_MADE = re.compile(rf"^CREATE TABLE (?:IF NOT EXISTS )?{_TABLE}")
_ALTER = rf"^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?{_TABLE} .*"
#: (what a statement does, how it is seen, what to write instead), of tables that were there before.
_STALLS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE), instead)
    for kind, pattern, instead in (
        ("makes an index", rf"^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON (?:ONLY )?{_TABLE}", "CONCURRENTLY"),
        ("drops an index", r"^DROP INDEX (?!CONCURRENTLY)(?P<table>[\w.]+)", "CONCURRENTLY"),
        ("makes an index again", r"^REINDEX (?!.*CONCURRENTLY)(?:\w+ )?(?P<table>[\w.]+)", "CONCURRENTLY"),
        ("writes the table anew", rf"{_ALTER}\bTYPE\b", "a new column"),
        (
            "writes the table anew",
            rf"{_ALTER}ADD COLUMN [^;]*\b(?:DEFAULT \w+\.?\w*\(|GENERATED|\w*SERIAL\b)",
            "a column without a default, a default for new rows, and a pass that fills the others",
        ),
        ("writes the table anew", rf"{_ALTER}\bSET (?:LOGGED|UNLOGGED|TABLESPACE|ACCESS METHOD)\b", "a new table"),
        ("writes the table anew", rf"^(?:CLUSTER|VACUUM FULL) {_TABLE}", "nothing"),
        ("reads the whole table", rf"{_ALTER}\bSET NOT NULL\b", "CHECK … NOT VALID, then VALIDATE CONSTRAINT"),
        (
            "reads the whole table",
            rf"{_ALTER}\bADD (?:CONSTRAINT \w+ )?(?:CHECK|FOREIGN KEY)\b(?!.*\bNOT VALID\b)",
            "NOT VALID, then VALIDATE CONSTRAINT",
        ),
        (
            "reads the whole table",
            rf"{_ALTER}\bADD COLUMN [^,]*\b(?:CHECK|REFERENCES)\b",
            "the constraint apart: NOT VALID, then VALIDATE CONSTRAINT",
        ),
        (
            "makes an index",
            rf"{_ALTER}\bADD (?:CONSTRAINT \w+ )?(?:UNIQUE|PRIMARY KEY|EXCLUDE)\b(?!.*\bUSING INDEX\b)",
            "CREATE UNIQUE INDEX CONCURRENTLY, then USING INDEX",
        ),
        ("locks by itself", rf"^LOCK (?:TABLE )?{_TABLE}", "nothing: the runner waits for locks"),
        ("empties the table", rf"^TRUNCATE (?:TABLE )?{_TABLE}", "removing rows in batches"),
        ("changes rows without a bound", rf"^(?:UPDATE|DELETE FROM) {_TABLE}", "batches, by the code"),
    )
)
#: What the code before cannot live with: it belongs into a `post` migration.
_BREAKS = re.compile(rf"(?:{_ALTER}\b(?:DROP COLUMN|RENAME)\b)|^DROP (?:TABLE|VIEW|FUNCTION|SCHEMA)\b", re.IGNORECASE)
_TRANSACTIONS = re.compile(r"^(?:BEGIN|COMMIT|ROLLBACK|SET|RESET)\b", re.IGNORECASE)


def stalling(name: str, sql: str) -> list[str]:
    """What is wrong with a migration, one line each."""
    made: set[str] = set()
    found = []
    for statement in statements(sql):
        words = " ".join(without_comments(statement).split())
        if new := _MADE.match(words):
            made.add(new["table"])
        for kind, pattern, instead in _STALLS:
            seen = pattern.match(words)
            if seen and seen["table"] not in made | _SMALL:
                found.append(f"{name}: {kind} of {seen['table']}; instead: {instead}")
        broken = _BREAKS.match(words)
        if broken and "_pre_" in name and broken["table"] not in made:
            found.append(f"{name}: the code before needs what `{words[:60]}` takes away; instead: a post migration")
        if _TRANSACTIONS.match(words):
            found.append(f"{name}: `{words[:60]}` is the runner's")
    return found


def test_no_migration_holds_up_whoever_reads_and_writes():
    later = [(name, sql) for name, sql in shipped() if int(name[:4]) > _BASELINE]
    assert len(later) >= 10
    assert [line for name, sql in later for line in stalling(name, sql)] == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("CREATE INDEX a ON domain.fact (x)", "makes an index of domain.fact"),
        ("CREATE UNIQUE INDEX a ON domain.fact (x)", "makes an index of domain.fact"),
        ("DROP INDEX domain.a", "drops an index of domain.a"),
        ("REINDEX TABLE domain.fact", "makes an index again of domain.fact"),
        ("ALTER TABLE domain.fact ALTER COLUMN x TYPE bigint", "writes the table anew of domain.fact"),
        ("ALTER TABLE domain.fact ADD COLUMN x uuid DEFAULT gen_random_uuid()", "writes the table anew of domain.fact"),
        ("ALTER TABLE domain.fact ADD COLUMN x int GENERATED ALWAYS AS (1) STORED", "writes the table anew"),
        ("ALTER TABLE domain.fact ADD COLUMN x bigserial", "writes the table anew of domain.fact"),
        ("ALTER TABLE domain.fact SET UNLOGGED", "writes the table anew of domain.fact"),
        ("VACUUM FULL domain.fact", "writes the table anew of domain.fact"),
        ("ALTER TABLE domain.fact ALTER COLUMN x SET NOT NULL", "reads the whole table of domain.fact"),
        ("ALTER TABLE domain.fact ADD CONSTRAINT c CHECK (x > 0)", "reads the whole table of domain.fact"),
        ("ALTER TABLE ONLY domain.fact ADD FOREIGN KEY (x) REFERENCES a.b", "reads the whole table of domain.fact"),
        ("ALTER TABLE domain.fact ADD COLUMN x int CHECK (x > 0)", "reads the whole table of domain.fact"),
        ("ALTER TABLE domain.fact ADD CONSTRAINT c UNIQUE (x)", "makes an index of domain.fact"),
        ("LOCK TABLE domain.fact", "locks by itself of domain.fact"),
        ("TRUNCATE domain.fact", "empties the table of domain.fact"),
        ("UPDATE domain.fact SET x = 1", "changes rows without a bound of domain.fact"),
        ("ALTER TABLE domain.fact DROP COLUMN x", "a post migration"),
        ("ALTER TABLE domain.fact RENAME COLUMN x TO y", "a post migration"),
        ("DROP TABLE domain.fact", "a post migration"),
        ("-- Said before.\nSET lock_timeout = 0", "is the runner's"),
    ],
)
def test_what_stalls_is_told(sql: str, told: str):
    (line,) = stalling("0100_pre_later.sql", sql + ";")
    assert told in line


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX CONCURRENTLY a ON domain.fact (x)",
        "CREATE TABLE domain.new (x int); CREATE INDEX a ON domain.new (x); ALTER TABLE domain.new ADD UNIQUE (x)",
        "ALTER TABLE domain.fact ADD COLUMN x int NOT NULL DEFAULT 0, ADD COLUMN y timestamptz",
        "ALTER TABLE domain.fact ADD CHECK (x > 0) NOT VALID; ALTER TABLE domain.fact VALIDATE CONSTRAINT c",
        "ALTER TABLE domain.fact ADD CONSTRAINT c UNIQUE USING INDEX a",
        "ALTER TABLE access.source ADD COLUMN x uuid DEFAULT gen_random_uuid()",
        "CREATE POLICY own ON domain.fact USING (true); GRANT UPDATE ON domain.fact TO sre_writer",
        "CREATE FUNCTION a.b() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM domain.fact; TRUNCATE a.c; END $$",
    ],
)
def test_what_stalls_nobody_is_let_through(sql: str):
    assert stalling("0100_pre_later.sql", sql) == []
