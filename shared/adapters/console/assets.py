"""The files that pages load, each under an address with the hash of its content, so that it is kept for ever."""

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

_STATIC = Path(__file__).with_name("static")
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """``path`` begins behind ``/assets/``."""

    path: str
    content: bytes
    compressed: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Gives every file by its name, read once. Raises FileNotFoundError without the extra ``console``."""
    files = [*_STATIC.iterdir(), _htmx()]
    return {name: _asset(name, file.read_bytes()) for file in files if (name := _name(file))}


@cache
def assets_by_path() -> Mapping[str, Asset]:
    return {asset.path: asset for asset in assets().values()}


def _name(file: Path) -> str:
    return "htmx.js" if file.name.startswith("htmx") else file.name


def _htmx() -> Path:
    """The wheel is for Django, and carries the script as a file; it is found without importing anything."""
    spec = find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("htmx comes with django-htmx, of the extra ``console``")
    return Path(spec.submodule_search_locations[0], "static", "django_htmx", "htmx-2.min.js")


def _asset(name: str, content: bytes) -> Asset:
    media_type = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    path = f"{sha256(content).hexdigest()[:16]}/{name}"
    return Asset(path=path, content=content, compressed=gzip.compress(content, 9, mtime=0), media_type=media_type)
