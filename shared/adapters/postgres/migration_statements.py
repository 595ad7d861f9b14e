"""The statements of a migration, one by one: each locks what others use for as long as it takes, and no longer."""

import re

#: What may hold a semicolon that ends nothing, or the semicolon that ends a statement.
_TOKEN = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?P<quote>\$\w*\$).*?(?P=quote)|;""", re.DOTALL
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_CONCURRENTLY = re.compile(
    r"CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?P<index>\w+)\s+ON\s+(?P<schema>\w+)\.\w+", re.IGNORECASE
)

_DROPPED = re.compile(r"DROP\s+INDEX\s+CONCURRENTLY\b", re.IGNORECASE)


def statements(sql: str) -> list[str]:
    """Gives the statements of a file in order, with the comments before each and without the semicolon after it."""
    found, began = [], 0
    for token in _TOKEN.finditer(sql):
        if token.group() == ";":
            found.append(sql[began : token.start()].strip())
            began = token.end()
    return [each for each in (*found, sql[began:].strip()) if without_comments(each)]


def without_comments(statement: str) -> str:
    """Gives a statement without the comments before it and within it, quoted text left alone."""
    return _TOKEN.sub(lambda token: "" if _COMMENT.fullmatch(token.group()) else token.group(), statement).strip()


def index_made_beside_writers(statement: str) -> tuple[str, str] | None:
    """Gives schema and name of the index of a ``CREATE INDEX CONCURRENTLY``, which no transaction may hold."""
    found = _CONCURRENTLY.match(without_comments(statement))
    return (found["schema"], found["index"]) if found else None


def drops_index_beside_readers(statement: str) -> bool:
    """Tells whether it is a ``DROP INDEX CONCURRENTLY``, which no transaction may hold either."""
    return _DROPPED.match(without_comments(statement)) is not None
