"""What these tests need of the machine: terraform, and once the package that the provider's schema is taken from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.bootstrap.deployment import document
from tests.infra.stub_provider import served
from tests.infra.terraform import EXECUTABLE, Workspace, types_named


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    if EXECUTABLE is None:
        pytest.skip("terraform is not installed: nothing of infra/terraform was validated or planned")
    with served(types_named()) as reached:
        yield reached


@pytest.fixture(scope="session")
def workspace(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Ready to be planned in; whoever changes a file puts it back."""
    made = Workspace(tmp_path_factory.mktemp("infra"), provider)
    made.must("init", "-input=false", "-no-color")
    return made


@pytest.fixture(scope="session")
def production(workspace: Workspace) -> dict[str, Any]:
    return workspace.plan("production")


@pytest.fixture(scope="session")
def table() -> dict[str, Any]:
    return document()


@pytest.fixture
def changed(workspace: Workspace) -> Iterator[Any]:
    """``changed(file, old, new)`` for the length of a test."""
    kept: dict[Path, str] = {}

    def change(file: str, old: str, new: str) -> None:
        path = workspace.folder / file
        text = kept.setdefault(path, path.read_text("utf-8"))
        assert old in text, f"{file} has changed: the mistake cannot be made any more"
        path.write_text(text.replace(old, new, 1), "utf-8")

    yield change
    for path, text in kept.items():
        path.write_text(text, "utf-8")
