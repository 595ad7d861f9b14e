"""`argocd app get` as the part of the application's manifest that it shows."""

from collections.abc import Sequence
from typing import Any

from shared.adapters.case_files.manifests import filled, said
from shared.adapters.case_files.sections import Section
from shared.adapters.case_files.tables import Row, columns_of, is_heading, rows
from shared.adapters.case_files.times import written


def application(top: Section, lines: Sequence[str]) -> dict[str, Any]:
    """``lines`` of the whole text: its tables of resources and conditions stand below the description."""
    found = {heading: list(_rows(lines, heading)) for heading in ("GROUP", "CONDITION")}
    sync = top.value_of("Sync Status").partition(" from ")
    policy = top.value_of("Sync Policy")
    operation = filled(
        {
            "phase": said(top.value_of("Phase")),
            "message": said(top.value_of("Message")),
            "startedAt": written(top.value_of("Start")),
            "finishedAt": written(top.value_of("Finished")),
            "syncResult": {
                "revision": said(top.value_of("Sync Revision")),
                "resources": [_result(row) for row in found["GROUP"] if row.cell("MESSAGE")],
            },
        }
    )
    return filled(
        {
            "spec": {
                "project": said(top.value_of("Project")),
                "destination": {"server": said(top.value_of("Server")), "namespace": said(top.value_of("Namespace"))},
                "source": {
                    "repoURL": said(top.value_of("Repo", "- Repo")),
                    "path": _anywhere(top, "Path"),
                    "targetRevision": _anywhere(top, "Target"),
                },
                "syncPolicy": {"automated": {"prune": "Prune" in policy}} if policy.startswith("Auto") else {},
            },
            "status": {
                "sync": {"status": said(sync[0]), "revision": sync[2].partition("(")[2].rstrip(")")},
                "health": {"status": said(top.value_of("Health Status").split(" ", 1)[0])},
                "operationState": operation if operation.get("phase") else {},
                "resources": [_resource(row) for row in found["GROUP"]],
                "conditions": [_condition(row) for row in found["CONDITION"]],
            },
        }
    )


def _anywhere(top: Section, name: str) -> str:
    """Newer versions have it below the source that it is of."""
    found = top.find(name)
    return said(found.value) if found is not None else ""


def _rows(lines: Sequence[str], first: str) -> list[Row]:
    for index, line in enumerate(lines):
        if line.startswith(first) and (is_heading(line) or first == "CONDITION") and len(columns_of(line)) > 1:
            end = next((at for at in range(index, len(lines)) if not lines[at].strip()), len(lines))
            return [row for row in rows(lines[index:end]) if isinstance(row, Row)]
    return []


def _named(row: Row) -> dict[str, str]:
    return {
        "group": row.cell("GROUP"),
        "kind": row.cell("KIND"),
        "namespace": row.cell("NAMESPACE"),
        "name": row.cell("NAME"),
    }


def _result(row: Row) -> dict[str, Any]:
    hook = row.cell("HOOK")
    return filled(_named(row) | {
        "status": "" if hook else row.cell("STATUS"), "message": row.cell("MESSAGE"), "hookType": hook,
        "hookPhase": row.cell("STATUS") if hook else "",
    })  # fmt: skip


def _resource(row: Row) -> dict[str, Any]:
    return filled(_named(row) | {"status": row.cell("STATUS"), "health": {"status": row.cell("HEALTH")}})


def _condition(row: Row) -> dict[str, Any]:
    return filled({"type": row.cell("CONDITION"), "message": row.cell("MESSAGE")})
