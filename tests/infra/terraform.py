"""Terraform itself, on a copy of our files, with the stub in place of the google provider; nothing leaves the machine."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.infra.google_schema import PROVIDER_VERSION

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "infra" / "terraform"
EXECUTABLE = shutil.which("terraform")
IMAGE = f"europe-west1-docker.pkg.dev/example-sre-dev/sre/functions@sha256:{'0' * 64}"
_LONGEST_S = 300
#: In place of the bucket.
_LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'


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

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "terraform"
        self._mirror = folder / "mirror"
        shutil.copytree(SOURCE, self.folder, ignore=shutil.ignore_patterns(".terraform*"))
        (self.folder / "state_override.tf").write_text(_LOCAL_STATE)
        self._configure(folder / "terraform.rc")

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

    def _configure(self, file: Path) -> None:
        """Makes Terraform find the stub where it would look for the provider, and nothing anywhere else."""
        place = self._mirror / "registry.terraform.io" / "hashicorp" / "google" / PROVIDER_VERSION / _platform()
        place.mkdir(parents=True)
        program = place / f"terraform-provider-google_v{PROVIDER_VERSION}"
        program.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m tests.infra.stub_provider\n')
        program.chmod(0o755)
        file.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{self._mirror}"\n  }}\n}}\n')
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        self._environment: Mapping[str, str] = {**kept, "TF_CLI_CONFIG_FILE": str(file), "CHECKPOINT_DISABLE": "1"}


def _platform() -> str:
    machine = {"x86_64": "amd64", "aarch64": "arm64"}
    return f"{sys.platform}_{machine.get(os.uname().machine, os.uname().machine)}"
