"""Whoever attacks, in a process of its own: it shares no interpreter with who is measured.

Takes one JSON object (``port``, ``slow``, ``api``, ``key``, ``token``) as its first line, works until its input ends,
and prints one JSON object: what was opened and sent, and how it was answered.
"""

import json
import os
import sys

from tests.soak.hostile import Hostility, SlowClients

#: Real ones compute on machines of their own; here only what they make the system do shall count.
_ELSEWHERE = 19


def main() -> int:
    os.nice(_ELSEWHERE)
    given = json.loads(sys.stdin.readline())
    slow = SlowClients("127.0.0.1", given["port"], given["slow"])
    hostile = Hostility(given["api"], given["key"], given["token"])
    threads = [slow.start(), *hostile.start()]
    sys.stdin.read()
    for each in (slow, hostile):
        each.stop.set()
    for thread in threads:
        thread.join(30)
    found = {"slow connections opened": slow.opened, "hostile requests": hostile.sent, "answers": hostile.answers}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
