"""SQL of a view's rows, made once at start-up from the view's own declaration, never from input."""

from dataclasses import dataclass, fields
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from psycopg import sql

from shared.projections.projection import View

_SCALARS: dict[Any, str] = {str: "text", int: "bigint", UUID: "uuid", datetime: "timestamptz"}


@dataclass(frozen=True, slots=True)
class Statements:
    #: Parameters: keys as JSON records, tenant.
    load: sql.Composed
    #: Parameters: tenant, rows as JSON records.
    save: sql.Composed
    columns: tuple[str, ...]


def statements_for(view: View[Any], schema: str) -> Statements:
    types = {name: sql_type(hint) for name, hint in get_type_hints(view.row).items()}
    columns = tuple(field.name for field in fields(view.row))
    keys = columns[: view.key_columns]
    parts = {
        "table": sql.Identifier(schema, view.table),
        "columns": _names(columns),
        "keys": _names(keys),
        "stored_keys": _names(keys, "t"),
        "asked_keys": _names(keys, "k"),
        "key_record": _record(keys, types),
        "row_record": _record(columns, types),
        "changes": sql.SQL(", ").join(
            sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in columns[view.key_columns :]
        ),
    }
    load = (
        "SELECT v.* FROM json_to_recordset(%s::json) AS k({key_record})"
        " CROSS JOIN LATERAL (SELECT {columns} FROM {table} AS t"
        " WHERE t.tenant_id = %s AND ({stored_keys}) = ({asked_keys}) LIMIT 1) AS v"
    )
    save = (
        "INSERT INTO {table} (tenant_id, {columns})"
        " SELECT %s, {columns} FROM json_to_recordset(%s::json) AS r({row_record})"
    )
    if not view.append_only:
        save += " ON CONFLICT (tenant_id, {keys}) DO UPDATE SET {changes}"
    return Statements(sql.SQL(load).format(**parts), sql.SQL(save).format(**parts), columns)


def sql_type(hint: Any) -> str:
    """The column type of a row's field; structures are jsonb, a tuple of ids is an array."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple and get_args(hint)[0] is UUID:
        return "uuid[]"
    return _SCALARS.get(hint, "jsonb")


def _names(columns: tuple[str, ...], of: str = "") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(of, name) if of else sql.Identifier(name) for name in columns)


def _record(columns: tuple[str, ...], types: dict[str, str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(name), _TYPES[types[name]]) for name in columns)


_TYPES = {name: sql.SQL(name) for name in ("text", "bigint", "uuid", "timestamptz", "jsonb", "uuid[]")}
