"""No secret of a file comes out of it: not in a manifest, a citation, an event, a log or the document for programs."""

import json

import pytest

from cli.diagnose_showing import as_document
from shared.diagnosis.diagnose import diagnose
from tests.support import manifests as k8s
from tests.support.cases import case_in, listed

SECRET = "hunter2-correct-horse"
POD = k8s.pod("web-0", k8s.waiting("CrashLoopBackOff", restarts=7, last=k8s.ended(1)))
MANIFEST = f"""apiVersion: v1
kind: Pod
metadata: {{name: web-0, namespace: shop}}
spec:
  containers:
  - name: web
    args: ['--db-password', '{SECRET}']
    env:
    - name: DB_PASSWORD
      value: {SECRET}
"""
DESCRIBED = f"""Name:  web-0
Namespace:  shop
Node:  n1/10.0.0.1
Containers:
  web:
    State:  Waiting
      Reason:  CrashLoopBackOff
    Restart Count:  7
    Environment:
      DB_PASSWORD:  {SECRET}
"""
HOLDER = {"kind": "Secret", "metadata": {"name": "db", "namespace": "shop"}, "data": {"password": SECRET}}
FILES = {
    "secret.json": listed(HOLDER),
    "pod.yaml": MANIFEST,
    "described.txt": DESCRIBED,
    "events.json": listed(k8s.event(POD, "Failed", f"cannot reach postgres://web:{SECRET}@db:5432/shop")),
    "namespaces/shop/pods/web-0/web/web/logs/current.log": f"ERROR: login with password={SECRET} failed\n",
    "alerts.json": json.dumps([{"labels": {"alertname": "X"}, "annotations": {"note": f"token={SECRET}"}}]),
    "mystery.txt": f"password: {SECRET}\n",
}


@pytest.mark.parametrize("path", FILES)
def test_a_file_with_a_secret_is_read_without_it(path: str) -> None:
    case = case_in({path: FILES[path], "pods.json": listed(POD)})
    assert SECRET not in repr(case)


def test_the_document_for_programs_has_none_of_them():
    case = case_in(FILES)
    assert SECRET not in json.dumps(as_document(case, diagnose(case.snapshot)), default=str)
