"""Rows as one JSON parameter."""

import re
from typing import Any

from pydantic_core import to_json

#: PostgreSQL text holds no NUL; a backslash before it must be unescaped itself.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def records(rows: Any) -> str:
    text = to_json(list(rows))
    return (_NUL.sub(rb"\1\\ufffd", text) if rb"\u0000" in text else text).decode()
