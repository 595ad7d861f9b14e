"""``make deploy-plan ENV=dev``: says what this machine lacks to deploy, and shows what would change when nothing is.

Standard library only: it runs before anything is installed.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TERRAFORM = Path(__file__).parent / "terraform"
ENVIRONMENTS = sorted(file.stem for file in (TERRAFORM / "envs").glob("*.tfvars"))
_LEAST_VERSION = (1, 11)
_EXAMPLE = re.compile(r'^\s*(\w+)\s*=\s*"[^"]*(?:example|000000)[^"]*"', re.MULTILINE)


def missing(environment: str) -> Iterator[str]:
    """Each is a sentence that says what to do."""
    if environment not in ENVIRONMENTS:
        yield f"There is no environment {environment}; there are {', '.join(ENVIRONMENTS)}."
        return
    terraform = shutil.which("terraform")
    if terraform is None:
        yield "terraform is not installed: https://developer.hashicorp.com/terraform/install (1.11 or newer)."
    elif _version(terraform) < _LEAST_VERSION:
        yield "terraform is older than 1.11, which is the first that keeps secrets out of its state."
    if shutil.which("gcloud") is None:
        yield "gcloud is not installed: https://cloud.google.com/sdk/docs/install."
    elif not _succeeds("gcloud", "auth", "application-default", "print-access-token"):
        yield "Nobody is signed in: gcloud auth application-default login."
    examples = _EXAMPLE.findall((TERRAFORM / "envs" / f"{environment}.tfvars").read_text("utf-8"))
    if examples:
        yield f"infra/terraform/envs/{environment}.tfvars still has example values: {', '.join(examples)}."
    if not (TERRAFORM / ".terraform").is_dir():
        yield (
            "infra/terraform is not initialised: terraform -chdir=infra/terraform init"
            f' -backend-config="bucket=YOUR-STATE-BUCKET" -backend-config="prefix=sre/{environment}".'
        )


def _version(terraform: str) -> tuple[int, ...]:
    said = subprocess.run([terraform, "version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def main(arguments: list[str]) -> int:
    environment = arguments[0] if arguments else "dev"
    lacking = list(missing(environment))
    for told in lacking:
        sys.stdout.write(f"missing   {told}\n")
    if lacking:
        return 1
    command = ["terraform", f"-chdir={TERRAFORM}", "plan", "-input=false", f"-var-file=envs/{environment}.tfvars"]
    return subprocess.run([*command, *arguments[1:]], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
