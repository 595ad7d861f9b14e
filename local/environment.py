"""What the functions find in their environment on one machine."""

import os
from collections.abc import Mapping
from pathlib import Path

ISSUER = "https://identity.sre.local"
AUDIENCE = "https://sre.local"
SERVICE = "local@sre.local"
#: The company that is there to begin with.
SAMPLE = "sample"
#: Where the console is found, beside the API.
CONSOLE = "/console"
#: Ports at which the other parts tell their numbers.
PARTS_AT = "SRE_PARTS_AT"


def functions_environment(
    *,
    database_url: str,
    back_url: str,
    wake_address: str,
    data: Path,
    embedded: bool,
    port: int,
    transport: str = "postgres",
) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        # The embedded server's address is complete; libpq's variables mean other servers.
        if not (embedded and name.startswith("PG"))
    }
    return inherited | {
        "SRE_DATABASE_URL": database_url,
        "SRE_DATABASE_POOL": os.environ.get("SRE_DATABASE_POOL", "3"),
        "SRE_TRANSPORT": transport,
        "SRE_DATABASE_SYNCHRONOUS_COMMIT": "false",
        "SRE_WAKE_ADDRESS": wake_address,
        "SRE_WRITER_URL": f"{back_url}/domain_writer/domain_writer_http/",
        "SRE_WRITER_AUDIENCE": AUDIENCE,
        "SRE_IDENTITY_KEY": str(data / "identity.jwk.json"),
        "SRE_IDENTITY_JWKS": str(data / "identity.jwks.json"),
        "SRE_IDENTITY_ISSUER": ISSUER,
        "SRE_IDENTITY_AUDIENCE": AUDIENCE,
        "SRE_IDENTITY_CALLERS": SERVICE,
        "SRE_IDENTITY_EMAIL": SERVICE,
        # Whoever puts a proxy in front says by which name it is reached.
        "SRE_CONSOLE_ORIGINS": os.environ.get(
            "SRE_CONSOLE_ORIGINS", f"http://127.0.0.1:{port},http://localhost:{port}"
        ),
        "SRE_CONSOLE_PATH": CONSOLE,
        # glibc gives every thread its own heap; few threads here are worth that.
        "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
        # Give back what a burst needed.
        "MALLOC_TRIM_THRESHOLD_": os.environ.get("MALLOC_TRIM_THRESHOLD_", "1048576"),
        # The embedding model shares the cores with everything else.
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "PYTHONUNBUFFERED": "1",
    }


def parts_told(ports: Mapping[str, int]) -> dict[str, str]:
    """Gives the setting that says where the parts are, by name."""
    return {PARTS_AT: ",".join(f"{name}={port}" for name, port in ports.items())}


def parts_in(told: str) -> dict[str, int]:
    """Reads what `parts_told` wrote."""
    return {name: int(port) for name, port in (part.split("=") for part in told.split(",") if part)}
