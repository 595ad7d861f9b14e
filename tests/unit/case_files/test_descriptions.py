"""Descriptions of kinds beside those that the examples of faults have, and what is odd in descriptions."""

from typing import Any

from shared.diagnosis.snapshot import ObjectKey
from tests.support.cases import case_of

DAEMON_SET = """Name:           log
Namespace:      shop
Selector:       app=log
Desired Number of Nodes Scheduled: 5
Current Number of Nodes Scheduled: 4
Number of Nodes Scheduled with Up-to-date Pods: 3
Number of Nodes Scheduled with Available Pods: 2
Number of Nodes Misscheduled: 1
Pods Status:  4 Running / 1 Waiting / 0 Succeeded / 0 Failed
"""
QUOTA = """Name:            compute
Namespace:       shop
Resource         Used  Hard
--------         ----  ----
pods             4     4
requests.cpu     400m  1
"""
SERVICE = """Name:                     web
Namespace:                shop
Selector:                 app=web,tier=front
Type:                     ClusterIP
IP:                       10.96.0.10
Port:                     <unset>  80/TCP
Endpoints:                <none>
Session Affinity:         None
"""
CONFIG_MAP = """Name:         web
Namespace:    shop
Labels:       <none>

Data
====
port:
----
8080
nginx.conf:
----
server { listen 80; }

BinaryData
====
"""
SECRET = """Name:         db
Namespace:    shop
Type:  Opaque

Data
====
password:  12 bytes
url:       40 bytes
"""
VOLUME = """Name:            pv-1
StorageClass:    fast
Status:          Released
Claim:           shop/data
Reclaim Policy:  Retain
"""
CRON_JOB = """Name:                          report
Namespace:                     shop
Schedule:                      0 3 * * *
Concurrency Policy:            Forbid
Suspend:                       True
Last Schedule Time:            Mon, 23 Nov 2026 03:00:00 +0000
"""


def manifest(text: str) -> Any:
    (seen,) = case_of(text=text).snapshot.objects
    return seen.manifest


def test_a_daemon_set_says_on_how_many_nodes_it_is():
    assert manifest(DAEMON_SET)["status"] == {
        "desiredNumberScheduled": 5,
        "currentNumberScheduled": 4,
        "updatedNumberScheduled": 3,
        "numberAvailable": 2,
        "numberMisscheduled": 1,
    }


def test_a_quota_says_what_is_used_of_it():
    found = manifest(QUOTA)
    assert (found["kind"], found["status"]["used"]) == ("ResourceQuota", {"pods": "4", "requests.cpu": "400m"})
    assert found["spec"]["hard"] == {"pods": "4", "requests.cpu": "1"}


def test_a_service_says_which_pods_it_selects():
    assert manifest(SERVICE)["spec"]["selector"] == {"app": "web", "tier": "front"}


def test_config_maps_and_secrets_say_their_keys():
    assert list(manifest(CONFIG_MAP)["data"]) == ["port", "nginx.conf"]
    assert list(manifest(SECRET)["data"]) == ["password", "url"]


def test_a_volume_says_whose_it_is():
    assert manifest(VOLUME)["spec"]["claimRef"] == {"namespace": "shop", "name": "data"}


def test_a_cron_job_says_when_it_ran_and_that_it_rests():
    found = manifest(CRON_JOB)
    assert (found["spec"]["suspend"], found["status"]["lastScheduleTime"]) == (True, "2026-11-23T03:00:00Z")


def test_several_descriptions_in_one_text_are_several_objects():
    case = case_of(text=f"{QUOTA}\n\n{SERVICE}\n\n{VOLUME}")
    assert [seen.key.kind for seen in case.snapshot.objects] == ["ResourceQuota", "Service", "PersistentVolume"]
    assert [each.query for each in case.evidence] == ["lines 1-8", "lines 9-18", "lines 19-23"]


def test_a_description_that_is_indented_as_a_whole_is_read():
    indented = "".join(f"    {line}\n" for line in SERVICE.splitlines())
    assert case_of(text=f"It says:\n```\n{indented}```\n").snapshot.objects[0].key == ObjectKey(
        "", "Service", "shop", "web"
    )


def test_colours_are_taken_off():
    coloured = SERVICE.replace("Name:", "\x1b[1mName\x1b[0m:").replace("web\n", "\x1b[32mweb\x1b[0m\n", 1)
    assert manifest(coloured) == manifest(SERVICE)


def test_a_message_of_several_lines_is_one_event():
    events = """Events:
  Type     Reason   Age   From     Message
  ----     ------   ----  ----     -------
  Warning  Failed   3m    kubelet  Error: container create failed:
    cannot find a shell
  Normal   Pulled   2m    kubelet  Pulled
"""
    found = case_of(text=SERVICE + events).snapshot.events
    assert [each.message for each in found] == ["Error: container create failed:\ncannot find a shell", "Pulled"]


def test_what_a_log_answers_when_it_cannot_is_no_log():
    asked = "$ kubectl logs web-0 -n shop\n"
    answer = 'Error from server (BadRequest): container "web" in pod "web-0" is waiting to start: ContainerCreating\n'
    case = case_of(text=asked + answer)
    assert case.snapshot.logs == ()
    (pod,) = case.snapshot.objects
    assert pod.manifest["status"]["containerStatuses"][0]["state"] == {"waiting": {"reason": "ContainerCreating"}}


def test_an_object_that_was_asked_for_and_is_not_there_is_absent():
    case = case_of(text='$ kubectl get cm web -n shop\nError from server (NotFound): configmaps "web" not found\n')
    assert list(case.snapshot.absent) == [ObjectKey("", "ConfigMap", "shop", "web")]
