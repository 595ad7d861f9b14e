"""``make soak NAME=examples``: every property is tried with twenty times as many examples as by ``make test``.

With ``ARGS`` whatever pytest takes, such as the files to try. Exit code 1 when a property does not hold.
"""

import sys

import pytest


def main(arguments: list[str]) -> int:
    return pytest.main(["-m", "hypothesis", "--hypothesis-profile", "soak", *(arguments or ["tests/unit"])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
