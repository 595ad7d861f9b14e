"""Events and states that somebody cut out without saying of what: told of one thing without a name, or not at all."""

from shared.adapters.case_files.case import CaseFile, CaseOfFiles
from shared.adapters.case_files.read_case import read_case
from shared.diagnosis.diagnose import diagnose
from tests.support.manifests import NOW

PULL = '  Warning  Failed  1s (x2 over 14s)  kubelet  Failed to pull image "shop/web:2": unauthorized\n'
NO_NODE = "  Warning  FailedScheduling  35s  default-scheduler  0/1 nodes are available: 1 Insufficient memory.\n"
STATE = """\
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
"""
PODS = """\
NAME   READY   STATUS             RESTARTS   AGE
web-0  0/1     ImagePullBackOff   0          2m
web-1  0/1     Pending            0          2m
"""
NOT_THERE = (
    '  Warning  FailedMount  9s  kubelet  MountVolume.SetUp failed for volume "certs" : secret "tls" not found\n'
)
WAITS = (
    "  Warning  FailedMount  8s  kubelet  Unable to attach or mount volumes: unmounted volumes=[{}],"
    " unattached volumes=[]: timed out waiting for the condition\n"
)


def read(text: str) -> CaseOfFiles:
    return read_case([CaseFile("ticket.md", text, len(text), cut=False, first_line=1)], NOW)


def faults(text: str) -> list[str]:
    return sorted(f"{each.fault} {each.subject.name}" for each in diagnose(read(text).snapshot).hypotheses)


def test_who_speaks_tells_the_kind_and_each_block_is_of_another_thing():
    assert faults(f"```\n{PULL}```\nand\n```\n{NO_NODE}```\n") == ["image_pull (unnamed)", "pending (unnamed 2)"]


def test_where_pods_are_shown_it_may_be_any_of_them_and_is_of_none():
    case = read(f"{PODS}\n{STATE}\n{NO_NODE}")
    assert not [each for each in case.snapshot.events if "unnamed" in each.about.name]
    assert [each.why for each in case.unread] == [
        "a part of a description, but of what it does not say",
        "events, but of what they do not say",
    ]


def test_events_of_whom_nobody_knows_are_not_read():
    case = read("  Warning  Failed  1s (x2 over 14s)  my-operator  something is wrong\n")
    assert (case.snapshot.events, [each.why for each in case.unread]) == ((), ["events, but of what they do not say"])


def test_a_state_and_the_events_below_it_are_of_one_pod():
    assert faults(f"{STATE}\nEvents:\n  Warning  BackOff  5s  kubelet  Back-off restarting failed container\n") == [
        "out_of_memory (unnamed)"
    ]


def test_a_pod_that_waits_for_a_further_volume_has_two_faults():
    assert faults(NOT_THERE + WAITS.format("certs")) == ["config_missing tls"]
    assert faults(NOT_THERE + WAITS.format("certs data")) == ["config_missing tls", "volume (unnamed)"]
