"""A file of SQL taken apart: each statement is run by itself, so none may be cut in two."""

from shared.adapters.postgres.migration_statements import index_made_beside_writers, statements, without_comments


def test_a_semicolon_ends_a_statement_and_the_last_one_needs_none():
    assert statements("CREATE TABLE a.b (x int);\n\nDROP TABLE a.b") == ["CREATE TABLE a.b (x int)", "DROP TABLE a.b"]


def test_semicolons_in_texts_names_bodies_and_comments_end_nothing():
    whole = """DO $outer$ BEGIN PERFORM 'a;', "b;"; EXECUTE $$ c; $$; END $outer$"""
    assert statements(f"{whole};") == [whole]
    assert statements("SELECT 'it''s; one' /* two; */ -- three;\n, 4") == [
        "SELECT 'it''s; one' /* two; */ -- three;\n, 4"
    ]


def test_comments_alone_are_no_statement():
    assert statements("-- Nothing; here.\n;;\n/* nor; here */") == []


def test_comments_go_and_quoted_text_that_looks_like_one_stays():
    assert without_comments("-- Why.\nSELECT '--x', $$ --y $$ -- z") == "SELECT '--x', $$ --y $$"


def test_an_index_that_is_made_beside_writers_is_known_by_schema_and_name():
    made = "-- The newest first.\nCREATE UNIQUE INDEX CONCURRENTLY newest ON domain.fact (at)"
    assert index_made_beside_writers(made) == ("domain", "newest")
    assert index_made_beside_writers("CREATE INDEX newest ON domain.fact (at)") is None
