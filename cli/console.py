"""`sre console`."""

from cli.installation import database_url, open_installation
from cli.options import DEFAULT_DATA_DIR, DataDir


def console(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Print a link by which this machine's user signs in at the console, once.

    Example: sre console
    """
    from local.console_link import console_link  # noqa: PLC0415 - needs the database's libraries

    installation = open_installation(data_dir)
    print(f"{installation.local['api_url']}{console_link(database_url(data_dir))}")
