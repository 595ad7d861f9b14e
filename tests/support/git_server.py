"""A real bare repository, made and looked into with git itself."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.adapters.git.policy import RepositoryPolicy
from shared.adapters.git.repositories import GitRepositories
from shared.kernel.vocabulary import ResourceRef
from shared.ports.repository import ManifestEdit, RepositoryChange

CHECKOUT = ResourceRef(kind="Deployment", name="checkout", namespace="shop")
IMAGE = "/spec/template/spec/containers/0/image"
MANIFEST = """\
# Owned by team-booking.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
  namespace: shop
spec:
  replicas: 3   # three zones
  template:
    spec:
      containers:
        - name: app
          image: registry.example.com/checkout:1.4.2
"""
TRAILERS = {"Incident": "INC-7", "Approval": "5f0c1f0e", "Plan-Hash": "a1" * 32}


@dataclass(frozen=True)
class GitServer:
    """One bare repository with a branch ``main``."""

    path: Path

    @classmethod
    def at(cls, path: Path, files: Mapping[str, str] | None = None) -> "GitServer":
        path.mkdir(parents=True)
        server = cls(path)
        server.git("init", "--quiet", "--bare", "--initial-branch=main", ".")
        server.commit(files or {"apps/checkout/deployment.yaml": MANIFEST}, "The first")
        return server

    @property
    def url(self) -> str:
        return f"file://{self.path}"

    def git(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> str:
        who = {f"GIT_{role}_{part}": "t@example.com" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env={**os.environ, **who, **(environment or {})},
            input=given,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("utf-8", "replace")

    def commit(self, files: Mapping[str, str | None], message: str, *, mode: str = "100644") -> str:
        """Adds to ``main``; None removes a file. Gives the commit."""
        index = {"GIT_INDEX_FILE": str(self.path / "test-index")}
        parents = self.git("for-each-ref", "--format=%(objectname)", "refs/heads/main").split()
        if parents:
            self.git("read-tree", parents[0], environment=index)
        for path, text in files.items():
            if text is None:
                self.git(
                    "update-index", "-z", "--index-info", given=f"0 {'0' * 40}\t{path}\0".encode(), environment=index
                )
                continue
            blob = self.git("hash-object", "-w", "--stdin", given=text.encode()).strip()
            self.git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", environment=index)
        tree = self.git("write-tree", environment=index).strip()
        before = ["-p", parents[0]] if parents else []
        commit = self.git("commit-tree", tree, *before, "-m", message).strip()
        self.git("update-ref", "refs/heads/main", commit)
        return commit

    def read(self, branch: str, path: str) -> str:
        return self.git("show", f"{branch}:{path}")

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()

    def hook(self, script: str) -> None:
        """What the server does before it takes a push."""
        hook = self.path / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{script}\n")
        hook.chmod(0o755)


def repositories(cache: Path, server: GitServer, timeout_s: float = 120.0) -> GitRepositories:
    policy = RepositoryPolicy(repositories=[server.url])
    return GitRepositories(cache=cache, policy=policy, local_files=True, timeout_s=timeout_s)


def retag(after: str = "1.4.1", before: str = "1.4.2") -> ManifestEdit:
    name = "registry.example.com/checkout"
    return ManifestEdit(target=CHECKOUT, pointer=IMAGE, before=f"{name}:{before}", after=f"{name}:{after}")


def change_of(server: GitServer, *edits: ManifestEdit, **more: str) -> RepositoryChange:
    said = {"branch": "sre/inc-7", "base_branch": "main", "subject": "Roll checkout back to 1.4.1"} | more
    return RepositoryChange(repository=server.url, edits=edits, trailers=TRAILERS, **said)  # type: ignore[arg-type]
