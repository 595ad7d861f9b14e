"""Options that many commands have."""

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path, typer.Option("--data-dir", envvar="SRE_DATA_DIR", help="Where the installation keeps everything.")
]
DEFAULT_DATA_DIR = Path(".sre")
AsJson = Annotated[bool, typer.Option("--json", help="For scripts: JSON in place of a table.")]
