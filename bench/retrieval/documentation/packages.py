"""The packages whose documentation is read, and where it is kept."""

import hashlib
import re
import shutil
import subprocess
import tarfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

KEPT = Path("build/retrieval/documentation")


class NotFetched(Exception):  # noqa: N818 - says what happened
    """The message says why."""


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    sha512: str
    #: What paths within the package begin with, as a pattern.
    pages: str

    @property
    def folder(self) -> Path:
        return KEPT / self.name

    def is_fetched(self) -> bool:
        return self.folder.is_dir()


PACKAGES = (
    Package(
        "npm",
        "12.2.2",
        "KglgbZyacf7jH+FHuNRqVuCzQi8VhI2a7J87Ix43FsPTuZoGWmIXXGdZtBUOA79vwL+IJREqURVzupA7PsQTcA==",
        "docs/content/",
    ),
    Package(
        "fastify",
        "5.12.8",
        "moP8exb2sCHLUbJkwp+I6C0padhy4D8lp0SdmzY7HhSdZuqm7O/u3o2aq7u8okaQ//33QDzj3G/u+FsSdB8Qzw==",
        "docs/",
    ),
    Package(
        "serverless",
        "2.72.3",
        "Fy/0IFXe2oJLvxQhiNVwwPQZPl2EzfVmxS+FqZbkw4z37MM/yKVRhIHzlJ5Wfnt9VCptgVAACiTJkjYB4jSrcg==",
        "docs/(?!cn/)",
    ),
    Package(
        "aws-cdk-lib",
        "2.276.0",
        "K+yxURPKRDRDgaPazG4PKFmFHM/igg3kGp6tkPJ6vba8FMEo3DtJ/X6WaY5KvcwrkiKj2K7gFRZB6DO5aPYxxg==",
        r"(?!node_modules/)[^/]+/README\.md$",
    ),
    Package(
        "pm2",
        "7.0.4",
        "rMzoZmZlmJw7hoTbO9cOqcwj407TzUVc84JRaIjmnK8+808zldQT2Sd4rVcqVvXUcI2LoXEf1irMevWfOx5SEQ==",
        r"README\.md$",
    ),
    Package(
        "kafkajs",
        "2.2.4",
        "j/YeapB1vfPT2iOIUn/vxdyKEuhuY2PxMBvf5JWux6iSaukAccrMtXEY/Lb7OvavDhOWME589bpLrEdnVHjfjA==",
        r"README\.md$",
    ),
)


def fetch(package: Package) -> int:
    """Gives the number of pages that are there now. Raises NotFetched."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched("npm is not installed; it fetches packages by their names (`apt-get install npm`)")
    with TemporaryDirectory() as somewhere:
        done = subprocess.run(
            [npm, "pack", "--silent", "--pack-destination", somewhere, f"{package.name}@{package.version}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotFetched(f"npm pack {package.name}@{package.version}: {done.stderr.strip()[-500:]}")
        (packed,) = Path(somewhere).glob("*.tgz")
        told = b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if told != package.sha512:
            raise NotFetched(f"{package.name}@{package.version} has the hash sha512-{told}, not the one that is known")
        return _kept(package, packed)


def _kept(package: Package, packed: Path) -> int:
    """All pages or none: they are read only once the last is written."""
    partial = package.folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    count = 0
    for path, content in _pages(package, packed):
        (partial / path).parent.mkdir(parents=True, exist_ok=True)
        (partial / path).write_bytes(content)
        count += 1
    shutil.rmtree(package.folder, ignore_errors=True)
    partial.rename(package.folder)
    return count


def _pages(package: Package, packed: Path) -> Iterator[tuple[str, bytes]]:
    wanted = re.compile(package.pages)
    with tarfile.open(packed) as archive:
        for member in archive:
            _, _, path = member.name.partition("/")
            opened = archive.extractfile(member) if path.endswith(".md") and wanted.match(path) else None
            if opened is not None and ".." not in Path(path).parts:
                yield path, opened.read()
