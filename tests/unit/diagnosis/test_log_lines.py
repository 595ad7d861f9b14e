"""Of a log, the lines that say why the process ended."""

import pytest

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.log_lines import telling_lines
from tests.support import manifests as k8s

PYTHON = """\
INFO starting
Traceback (most recent call last):
  File "/app/main.py", line 12, in <module>
    main()
  File "/app/main.py", line 7, in main
    url = os.environ["DB_URL"]
          ~~~~~~~~~~^^^^^^^^^^
KeyError: 'DB_URL'"""
JAVA = """\
2026-11-23 03:59:01.221 ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed
org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'dataSource'
	at org.springframework.beans.factory.Support.create(Support.java:628)
Caused by: java.net.ConnectException: Connection refused
	at java.base/sun.nio.ch.Net.pollConnect(Native Method)
	... 42 common frames omitted"""
GO = """\
{"level":"info","msg":"listening"}
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a5b6c]

goroutine 1 [running]:
main.main()
	/src/main.go:14 +0x1d"""
NODE = """\
node:internal/modules/cjs/loader:1078
  throw err;
  ^
Error: Cannot find module '/app/server.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1075:15)
Node.js v22.3.0"""
STRUCTURED = """\
{"level":"info","msg":"connecting"}
{"level":"error","msg":"cannot connect","error":"dial tcp 10.0.0.5:5432: connection refused"}
{"level":"fatal","msg":"giving up after 5 tries"}
{"level":"info","msg":"0 errors were reported"}"""
NGINX = """\
/docker-entrypoint.sh: Configuration complete; ready for start up
2026/11/23 03:59:01 [emerg] 1#1: host not found in upstream "api" in /etc/nginx/nginx.conf:12"""
POSTGRES = """\
2026-11-23 03:59:01.221 UTC [1] LOG:  starting PostgreSQL 17.2
2026-11-23 03:59:01.300 UTC [1] FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership"""
SHELL = """\
waiting for the database
/bin/sh: 1: migrate: not found"""


@pytest.mark.parametrize(
    ("log", "number"),
    [(PYTHON, 8), (JAVA, 4), (GO, 2), (NODE, 4), (STRUCTURED, 3), (NGINX, 2), (POSTGRES, 2), (SHELL, 2)],
    ids=["python", "java", "go", "node", "structured", "nginx", "postgres", "shell"],
)
def test_the_line_that_ends_the_process_is_the_last_telling_one(log: str, number: int):
    assert telling_lines(log.splitlines())[-1].number == number


def test_a_log_without_an_error_gives_its_last_line_and_claims_nothing():
    assert telling_lines(["starting", "done", ""])[-1] == (2, "done", 0)


def test_an_empty_log_gives_nothing():
    assert telling_lines([]) == []
    assert telling_lines(["", "  "]) == []


def test_the_same_line_again_and_again_is_told_once():
    assert [line.number for line in telling_lines(["ERROR: no route"] * 9)] == [9]


def test_a_frame_is_not_the_error():
    assert telling_lines(["ValueError: bad port", "    at com.example.Error.failed(Error.java:3)"])[-1].number == 1


def test_a_long_log_is_read_from_its_end():
    lines = ["panic: long ago", *["still here"] * 5_000, "ERROR: disk is gone"]
    assert telling_lines(lines)[-1].text == "ERROR: disk is gone"


def test_a_line_of_a_megabyte_is_cut():
    (line,) = telling_lines(["ERROR: " + "x" * 1_000_000])
    assert len(line.text) == 2_000


def test_a_line_that_is_deeply_nested_is_text():
    assert telling_lines(['{"a":' * 300])[-1].strength == 0


def test_the_log_of_the_run_before_is_asked_first():
    pod = k8s.pod("web-0", k8s.waiting("CrashLoopBackOff", last=k8s.ended(1)), owner=("StatefulSet", "web"))
    logs = (k8s.log(pod, "ERROR: of this run", previous=False), k8s.log(pod, "ERROR: of the run before"))
    (found,) = diagnose(k8s.snapshot(pod, *logs)).hypotheses
    assert found.title.endswith("exit 1, ERROR: of the run before")
