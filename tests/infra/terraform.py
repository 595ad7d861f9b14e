"""Terraform on a copy of our files, with the stub in place of the google provider; nothing leaves the machine."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "infra" / "terraform"
EXECUTABLE = shutil.which("terraform")
IMAGE = f"europe-west1-docker.pkg.dev/example-sre-dev/sre/functions@sha256:{'0' * 64}"
_LONGEST_S = 300
_TYPE = re.compile(r"\bgoogle_\w+")
#: In place of the bucket.
_LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'


def types_named(folder: Path = SOURCE) -> frozenset[str]:
    """Every type of the provider that the files name, be there one or not."""
    return frozenset(name for file in folder.rglob("*.tf") for name in _TYPE.findall(file.read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    text: str

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """Of a command with ``-json``."""
        found: list[dict[str, Any]] = json.loads(self.text)["diagnostics"]
        return found


class Workspace:
    """A folder with our files, of which a test may change some."""

    def __init__(self, folder: Path, provider: str, *, source: Path = SOURCE) -> None:
        """``provider``: where it listens, as `stub_provider.served` says it."""
        self.folder = folder / "terraform"
        shutil.copytree(source, self.folder, symlinks=True)
        (self.folder / "state_override.tf").write_text(_LOCAL_STATE)
        nothing = folder / "terraform.rc"
        nothing.write_text("")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        ours = {"TF_CLI_CONFIG_FILE": str(nothing), "TF_REATTACH_PROVIDERS": provider, "CHECKPOINT_DISABLE": "1"}
        self._environment: Mapping[str, str] = {**kept, **ours}

    def run(self, *arguments: str) -> Said:
        done = subprocess.run(
            [str(EXECUTABLE), *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=_LONGEST_S,
            check=False,
        )
        return Said(done.returncode, done.stdout if "-json" in arguments else done.stdout + done.stderr)

    def must(self, *arguments: str) -> str:
        said = self.run(*arguments)
        assert said.code == 0, said.text
        return said.text

    def plan(self, environment: str, *, image: str = IMAGE, variables: Sequence[str] = ()) -> dict[str, Any]:
        """The plan of an environment, as ``terraform show -json`` tells it."""
        more = [part for variable in (f"image={image}", *variables) for part in ("-var", variable)]
        self.must("plan", "-input=false", "-no-color", f"-var-file=envs/{environment}.tfvars", *more, "-out=plan")
        planned: dict[str, Any] = json.loads(self.must("show", "-json", "plan"))
        return planned
