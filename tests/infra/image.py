"""Builds what the Dockerfile builds, without Docker: its own commands, on a folder that has what its context has."""

import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.infra.google_schema import cache_folder
from tests.infra.terraform import ROOT

#: Where the Dockerfile installs to.
_PREFIX = "/opt/sre"
_REQUIREMENTS = "requirements/image.txt"
_INSTALLS = f"-r {_REQUIREMENTS}"


class Instruction(NamedTuple):
    word: str
    rest: str


class Image(NamedTuple):
    """``prefix`` is what lies at /opt/sre, ``environment`` and ``command`` are those of the last stage."""

    prefix: Path
    workdir: Path
    environment: dict[str, str]
    command: list[str]


def instructions(text: str) -> Iterator[Instruction]:
    kept = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    for line in "\n".join(kept).replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        yield Instruction(word, " ".join(rest.split()))


def stages(text: str) -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for instruction in instructions(text):
        if instruction.word == "FROM":
            found.append([])
        else:
            found[-1].append(instruction)
    return found


def context(folder: Path) -> None:
    """Copies what `.dockerignore` leaves: everything is ignored but what it names."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").split()
    never = [line.removeprefix("**/") for line in lines if line.startswith("**/")]
    for named in (line.removeprefix("!") for line in lines if line.startswith("!")):
        source, target = ROOT / named, folder / named
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, ignore=lambda _at, names: _matching(names, never))
        else:
            shutil.copy(source, target)


def _matching(names: list[str], patterns: list[str]) -> set[str]:
    return {name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)}


def build(folder: Path) -> Image:
    """Runs the first stage; of the last one takes what it says of how the image is started."""
    first, last = stages((ROOT / "Dockerfile").read_text("utf-8"))
    prefix, sent, work = folder / "sre", folder / "context", folder / "build"
    sent.mkdir()
    work.mkdir()
    context(sent)
    done = sha256(sys.version.encode())
    for instruction in first:
        done.update(instruction.rest.encode())
        if instruction.word == "COPY":
            *sources, target = shlex.split(instruction.rest)
            _copy(sent, sources, work / target)
        elif _INSTALLS in instruction.rest:
            done.update((sent / _REQUIREMENTS).read_bytes())
            _as_a_layer(prefix, done.hexdigest()[:16], partial(_run, _here(instruction.rest, prefix), work))
        elif instruction.word == "RUN":
            _run(_here(instruction.rest, prefix), work)
    said = dict(last)
    environment = dict(pair.split("=", 1) for pair in shlex.split(said["ENV"]))
    return Image(prefix, Path(_here(said["WORKDIR"], prefix)), environment, json.loads(said["CMD"]))


def _as_a_layer(prefix: Path, key: str, make: Callable[[], None]) -> None:
    """What took minutes is kept for the next run, as Docker keeps it while nothing before it has changed."""
    kept = cache_folder() / f"image-{key}"
    if kept.is_dir():
        shutil.rmtree(prefix)
        shutil.copytree(kept, prefix, symlinks=True, copy_function=_linked)
        return
    make()
    fresh = Path(tempfile.mkdtemp(prefix=f"{kept.name}-", dir=cache_folder()))
    shutil.copytree(prefix, fresh, symlinks=True, dirs_exist_ok=True)
    fresh.rename(kept)


def _linked(source: str, target: str) -> str:
    """Nothing that is installed later writes into a file of the layer."""
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
    return target


def _copy(sent: Path, sources: list[str], target: Path) -> None:
    for source in sources:
        here = sent / source
        if here.is_dir():
            shutil.copytree(here, target, symlinks=True)
        else:
            into = target / here.name if target.is_dir() else target
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(here, into)


def _here(command: str, prefix: Path) -> str:
    """The same command where the image's folder is another, and for the Python that we are."""
    ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (
        command.replace("python -m venv", f"{sys.executable} -m venv")
        .replace(_PREFIX, str(prefix))
        .replace("python3.11", ours)
    )


def _run(command: str, work: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(
        ["sh", "-ec", command],
        cwd=work,
        env=kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
