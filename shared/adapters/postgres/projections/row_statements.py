"""SQL of a view's rows, made once at start-up from the view's own declaration, never from input."""

from dataclasses import dataclass, fields
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from psycopg import sql

from shared.projections.lexical.analysis import Lexemes
from shared.projections.projection import ProjectionPart, ProjectionView

_SCALARS: dict[Any, str] = {
    str: "text",
    int: "bigint",
    bool: "boolean",
    float: "double precision",
    UUID: "uuid",
    datetime: "timestamptz",
    Lexemes: "tsvector",
}
_ARRAYS: dict[Any, str] = {UUID: "uuid[]", str: "text[]"}


@dataclass(frozen=True, slots=True)
class Statements:
    """As bytes: what is composed is put together anew each time that it is run."""

    #: Parameters: keys as JSON records, tenant.
    load: bytes
    #: Parameters: tenant, rows as JSON records.
    save: bytes
    columns: tuple[str, ...]


def statements_for(view: ProjectionView[Any], schema: str) -> Statements:
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
    return Statements(sql.SQL(load).format(**parts).as_bytes(), sql.SQL(save).format(**parts).as_bytes(), columns)


@dataclass(frozen=True, slots=True)
class PartStatements:
    #: Parameters: tenant, ids of the owners, rows as JSON records: those that are no more.
    remove: bytes
    #: Parameters: tenant, rows as JSON records. A row that is as it was is not written.
    save: bytes


def part_statements(part: ProjectionPart[Any, Any], schema: str) -> PartStatements:
    types = {name: sql_type(hint) for name, hint in get_type_hints(part.row).items()}
    columns = tuple(field.name for field in fields(part.row))
    keys, rest = columns[: part.key_columns], columns[part.key_columns :]
    parts = {
        "table": sql.Identifier(schema, part.table),
        "owner": sql.Identifier(keys[0]),
        "columns": _names(columns),
        "keys": _names(keys),
        "row_record": _record(columns, types),
        "key_record": _record(keys, types),
        "stored": _names(rest, "t"),
        "given": _names(rest, "excluded"),
        "changes": sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in rest),
    }
    remove = (
        "DELETE FROM {table} WHERE tenant_id = %s AND {owner} = ANY (%s::uuid[])"
        " AND ({keys}) NOT IN (SELECT {keys} FROM json_to_recordset(%s::json) AS k({key_record}))"
    )
    save = (
        "INSERT INTO {table} AS t (tenant_id, {columns})"
        " SELECT %s, {columns} FROM json_to_recordset(%s::json) AS r({row_record})"
        " ON CONFLICT (tenant_id, {keys})"
    )
    save += " DO UPDATE SET {changes} WHERE ({stored}) IS DISTINCT FROM ({given})" if rest else " DO NOTHING"
    return PartStatements(sql.SQL(remove).format(**parts).as_bytes(), sql.SQL(save).format(**parts).as_bytes())


def sql_type(hint: Any) -> str:
    """The column type of a row's field; structures are jsonb, a tuple of ids or of texts is an array."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return _ARRAYS.get(get_args(hint)[0], "jsonb")
    return _SCALARS.get(hint, "jsonb")


def _names(columns: tuple[str, ...], of: str = "") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(of, name) if of else sql.Identifier(name) for name in columns)


def _record(columns: tuple[str, ...], types: dict[str, str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(name), _TYPES[types[name]]) for name in columns)


_TYPES = {name: sql.SQL(name) for name in (*_SCALARS.values(), *_ARRAYS.values(), "jsonb")}
