"""ImportService: files of other systems, first as a plan, then as what was made of them."""

from typing import Annotated

from pydantic import Field

from shared.app.importing.import_documents import ImportDocuments, ImportRequest, ImportTooLarge, Stretch
from shared.app.operations.imports.view import ImportReport, import_report
from shared.app.operations.kinds import ADMINS, Procedure, ProcedureContext
from shared.app.operations.request_models import Arguments
from shared.ports.imports import Document, ImportKind
from shared.ports.operation import Answer, Declined, OperationRequest
from shared.ports.outcome import Problem

IMPORTS_PATH = "/v1/imports"


_Path = Annotated[str, Field(min_length=1, max_length=250, pattern=r"^[^\x00-\x1f\x7f]+$")]


class DocumentBody(Arguments):
    """A file is sent with its path and its text."""

    path: _Path
    """Where the file is below the source; it becomes part of the origin, and the slug where the file names none."""
    text: Annotated[str, Field(max_length=1_000_000)]
    """The whole file as Unicode text."""


class ImportBody(Arguments):
    """It is said which files are brought in, and how far to go."""

    kind: ImportKind
    """How the files are to be read."""
    source: Annotated[str, Field(max_length=150, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    """Where the files come from, as ``github.com/acme/catalog``: equal paths in two sources are two places. May be
    empty.
    """
    documents: Annotated[tuple[DocumentBody, ...], Field(min_length=1, max_length=2_000)]
    """The files; each path once."""
    whole: bool = False
    """True says that these are all files of the source: what came from others of it is told as gone."""
    after: _Path | None = None
    """The files are those of the source whose paths come after this one, by their code points: nothing is said of the
    others. Absent: from the first on.
    """
    until: _Path | None = None
    """The same up to this path, itself included. Absent: to the last."""
    dry_run: bool = True
    """True only says what would be done."""
    take_over: bool = False
    """True overwrites what people or other sources have said since."""


def _import(context: ProcedureContext, request: OperationRequest) -> Answer:
    body = ImportBody.model_validate(request.arguments)
    documents = [Document(each.path, each.text) for each in body.documents]
    if len({document.path for document in documents}) < len(documents):
        raise Declined("invalid", Problem(code="import.path-twice", title="Two documents have the same path"))
    stretch = Stretch(after=body.after, until=body.until)
    if not all(document.path in stretch for document in documents):
        raise Declined("invalid", Problem(code="import.path-outside", title="A path is not between after and until"))
    wanted = ImportRequest(
        tenant_id=request.caller.tenant_id,
        actor=request.caller.actor,
        kind=body.kind,
        source=body.source.strip("/"),
        documents=documents,
        whole=body.whole,
        stretch=stretch,
        dry_run=body.dry_run,
        take_over=body.take_over,
        at=context.clock.now(),
    )
    use_case = ImportDocuments(state=context.queries.state, gate=context.gate, parsers=context.parsers)
    try:
        done = use_case(wanted)
    except ImportTooLarge as much:
        raise Declined("invalid", Problem(code="import.too-much", title="Too much at once", detail=str(much))) from much
    return Answer(content=import_report(body.kind, done, dry_run=body.dry_run))


IMPORT_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        name="ImportDocuments",
        service="ImportService",
        path=IMPORTS_PATH,
        roles=ADMINS,
        request=ImportBody,
        response=ImportReport,
        summary="Bring in files of other systems: say what would be done, or do it and say what was done",
        example={
            "kind": "backstage",
            "source": "github.com/acme/catalog",
            "documents": [
                {
                    "path": "checkout.yaml",
                    "text": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: checkout}\n",
                }
            ],
            "dry_run": True,
        },
        answer=_import,
    ),
)
