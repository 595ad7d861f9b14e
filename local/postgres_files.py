"""The files of the embedded server: initialised once, its settings and who may log in written anew at every start."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from local.lifeline import following
from local.postgres_account import Account, PostgresFailed, PostgresUnusable

_INITDB_S = 300
_CONFIGURATION = (Path(__file__).parent / "postgres.conf").read_text("utf-8")
_INCLUDE = "include_if_exists = 'sre.conf'"
#: The kernel says who connects. A password would have to lie somewhere; trust would let in whoever reaches the socket.
_WHO = "# Rewritten by sre at every start.\nlocal all postgres peer map=sre\n"
WHO_FILE, NAMES_FILE = "sre_hba.conf", "sre_ident.conf"


def prepare_files(data: Path, account: Account, binaries: Path) -> None:
    """Makes the data directory and its configuration. Raises PostgresFailed, OSError (no room)."""
    if not data.exists():
        _initialise(data, account, binaries)
    _write(data / "sre.conf", _CONFIGURATION, account)
    _write(data / WHO_FILE, _WHO, account)
    _write(data / NAMES_FILE, _names(), account)
    main = data / "postgresql.conf"
    text = main.read_text("utf-8")
    if _INCLUDE not in text:
        _write(main, f"{text}\n{_INCLUDE}\n", account)


@contextmanager
def reachable(directory: Path, account: Account) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A name under which the account finds the directory, and the descriptors its process must inherit.

    Another account may not be allowed through the parents (``/root``). A descriptor that we opened leads past them
    without changing anybody's permissions.
    """
    if not account.other or not Path("/proc/self/fd").is_dir():
        yield str(directory), ()
        return
    with ExitStack() as closing:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        closing.callback(os.close, descriptor)
        yield f"/proc/self/fd/{descriptor}", (descriptor,)


def private_directory(path: Path, account: Account) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in (os.geteuid(), account.uid):
        raise PostgresUnusable(f"{path} belongs to somebody else; remove it or choose a shorter SRE_DATA_DIR")
    path.chmod(0o700)
    account.own(path)


def environment() -> dict[str, str]:
    """Gives our environment without the PG variables: a PGPORT meant for another server must not reach this one."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # The trim threshold: sessions live long and give back what one large batch needed.
    return ours | {"LC_ALL": "C", "MALLOC_TRIM_THRESHOLD_": "262144"}


def _initialise(data: Path, account: Account, binaries: Path) -> None:
    # Under another name until complete: a crash half-way must not look like data. A name of its own each time: what
    # the one before left may still be written to for a moment.
    for left in data.parent.glob(f"{data.name}.unfinished*"):
        shutil.rmtree(left, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{data.name}.unfinished-", dir=data.parent))
    try:
        private_directory(unfinished, account)
        with reachable(unfinished, account) as (path, descriptors):
            _initdb(binaries, path, descriptors, account)
        unfinished.rename(data)
    except subprocess.TimeoutExpired as late:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise PostgresFailed(f"initdb is not done after {late.timeout:.0f} s") from late
    except BaseException:
        # A full disk gets its room back.
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _initdb(binaries: Path, path: str, descriptors: tuple[int, ...], account: Account) -> None:
    done = subprocess.run(
        [
            *(binaries / "initdb", "-D", path, "-U", "postgres", "--auth-local=peer", "--auth-host=reject"),
            *("--encoding=UTF8", "--locale=C", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=_INITDB_S,
        env=environment(),
        cwd="/",
        pass_fds=descriptors,
        start_new_session=True,
        preexec_fn=following(),
        **account.process_arguments,
    )
    if done.returncode:
        raise PostgresFailed(f"initdb failed:\n{done.stderr[-2000:]}")


def _names() -> str:
    """Whoever runs us, and root, who could become anybody, are the superuser; nobody else is, also not ``nobody``."""
    users = {pwd.getpwuid(os.geteuid()).pw_name, pwd.getpwuid(0).pw_name}
    return "".join(f'sre "{user}" postgres\n' for user in sorted(users))


def _write(path: Path, text: str, account: Account) -> None:
    """Writes a file whole or not at all: half a configuration, left by a full disk, would block every later start."""
    if path.exists() and path.read_text("utf-8") == text:
        return
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(0o600)
    account.own(partial)
    partial.rename(path)
