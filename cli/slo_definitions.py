"""An objective in a file: a definition of ours, or one of OpenSLO, Sloth or Pyrra, as `sre slos import` reads it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from pydantic import TypeAdapter, ValidationError

from cli.answering import fail
from cli.import_files import kinds_of
from shared.bootstrap.imports import PARSERS
from shared.domain.slo.values import SLODefinition
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, ImportKind, Setting

OBJECTIVE_KINDS = (ImportKind.OPENSLO, ImportKind.SLOTH, ImportKind.PYRRA)
_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
#: Nothing is written: no tenant has it.
_NOBODYS = TenantId(UUID(int=0))


def definition_in(file: Path, only: str | None = None) -> tuple[str, SLODefinition]:
    """Gives the slug and the definition; ``only`` is the slug of one of several. Without one it ends the command."""
    kinds = kinds_of(OBJECTIVE_KINDS, file)
    found = _theirs(kinds[0], file) if kinds else _ours(file)
    if only is not None and only not in found:
        fail(f"{file} has no objective {only}; it has {', '.join(found)}")
    if only is None and len(found) > 1:
        fail(f"{file} has {len(found)} objectives; say with --only which: {', '.join(found)}")
    slug = next(iter(found)) if only is None else only
    return slug, found[slug]


def _theirs(kind: ImportKind, file: Path) -> Mapping[str, SLODefinition]:
    setting = Setting(tenant_id=_NOBODYS, source="", at=datetime.now(UTC))
    parsed = PARSERS[kind]([Document(path=file.name, text=_text(file))], setting)
    found = {draft.slug: draft.definition for draft in parsed.drafts if isinstance(draft.definition, SLODefinition)}
    if not found:
        why = "; ".join(f"{trouble.why} (line {trouble.line})" for trouble in parsed.troubles)
        fail(f"{file} has no objective that can be judged: {why or f'nothing of {kind} is in it'}")
    return found


def _ours(file: Path) -> Mapping[str, SLODefinition]:
    """Reads a definition, or a body of `sre slos create` that holds one with its slug."""
    try:
        read: Any = yaml.safe_load(_text(file))
    except yaml.YAMLError as unreadable:
        fail(f"{file} is neither YAML nor JSON: {unreadable}")
    body = read if isinstance(read, dict) else {}
    try:
        return {str(body.get("slug") or file.stem): _DEFINITION.validate_python(body.get("definition", body))}
    except ValidationError as invalid:
        error = invalid.errors(include_url=False)[0]
        fail(f"{file}: {'/'.join(map(str, error['loc']))}: {error['msg']}")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as unreadable:
        fail(f"{file} is no text: {unreadable}")
