"""What people without a cloud install is read by the programs, or by the published form, that it is written for."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from compose_pydantic import ComposeSpecification
from pydantic import ValidationError

from cli.commands import app

ROOT = Path(__file__).parents[3]
UNITS = ROOT / "infra" / "systemd"
COMPOSE = ROOT / "infra" / "compose"
_SRE = "/opt/sre/.venv/bin/sre"


def _unit(name: str) -> configparser.RawConfigParser:
    parsed = configparser.RawConfigParser(strict=False, interpolation=None)
    parsed.read(UNITS / name)
    return parsed


def _compose() -> dict[str, dict[str, dict[str, object]]]:
    loaded: dict[str, dict[str, dict[str, object]]] = yaml.safe_load((COMPOSE / "compose.yaml").read_text("utf-8"))
    return loaded


def test_the_compose_file_has_the_published_form():
    found = ComposeSpecification.model_validate(_compose())
    assert set(found.services or ()) == {"postgres", "sre", "proxy"}


def test_a_compose_file_of_another_form_is_refused():
    wrong = _compose()
    wrong["services"]["sre"]["restarts"] = "always"
    with pytest.raises(ValidationError, match="restarts"):
        ComposeSpecification.model_validate(wrong)


def test_what_the_compose_file_names_is_there():
    services = _compose()["services"]
    build = services["sre"]["build"]
    assert isinstance(build, dict)
    context = (COMPOSE / build["context"]).resolve()
    assert context == ROOT
    dockerfile = (context / build["dockerfile"]).read_text("utf-8")
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)", dockerfile, re.MULTILINE) for name in line.split()[:-1]
    }
    sent = set(re.findall(r"^!(.+)", (COMPOSE / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE))
    assert copied - {"."} <= sent
    assert [name for name in sent if not (ROOT / name).exists()] == []
    assert "reverse_proxy 127.0.0.1:8080" in (COMPOSE / "Caddyfile").read_text("utf-8")
    assert '"--port", "8080"' in dockerfile


@pytest.mark.parametrize("name", ["sre.service", "sre-backup.service"])
def test_a_unit_calls_commands_that_there_are(name: str):
    said = _unit(name)["Service"]["ExecStart"]
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    called = re.findall(rf"{re.escape(_SRE)} (\w+)", said)
    assert called
    assert set(called) <= commands
    assert "/var/lib/sre" in shlex.split(said)[-1].split()[-1] or said.endswith("--data-dir /var/lib/sre")


def test_systemd_itself_reads_the_units(tmp_path: Path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed: no unit was read by it")
    for unit in UNITS.iterdir():
        # It looks whether programs are there, which here they need not be.
        (tmp_path / unit.name).write_text(unit.read_text("utf-8").replace(_SRE, "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, told) == (0, [])
