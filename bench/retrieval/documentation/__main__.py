"""``python -m bench.retrieval.documentation``: fetches what is not there yet, about 45 MB, of which 6 MB are kept."""

import sys

from bench.retrieval.documentation.packages import KEPT, PACKAGES, NotFetched, fetch


def main() -> int:
    for place, package in enumerate(PACKAGES, start=1):
        print(f"[{place}/{len(PACKAGES)}] {package.name} {package.version}: ", end="", flush=True)
        try:
            print("is there" if package.is_fetched() else f"{fetch(package)} pages")
        except NotFetched as failure:
            print(f"not fetched\n{failure}", file=sys.stderr)
            return 1
    print(f"in {KEPT}; `python -m bench retrieval` asks it, too")
    return 0


if __name__ == "__main__":
    sys.exit(main())
