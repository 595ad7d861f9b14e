"""Secrets where an object's structure says that they are some."""

import json

from shared.diagnosis.redacted_manifest import keys_only, redact_manifest
from shared.diagnosis.redaction import REDACTED

VALUE = "hunter" + "2hunter2"


def container(**fields):
    return {"kind": "Pod", "metadata": {"name": "web-0"}, "spec": {"containers": [{"name": "app", **fields}]}}


def shown_container(**fields):
    return redact_manifest(container(**fields))["spec"]["containers"][0]


def test_a_secret_keeps_its_keys():
    secret = {
        "kind": "Secret",
        "metadata": {"name": "db"},
        "type": "Opaque",
        "data": {"a": VALUE},
        "stringData": {"b": VALUE},
    }
    assert redact_manifest(secret) == {
        "kind": "Secret",
        "metadata": {"name": "db"},
        "type": "Opaque",
        "data": {"a": REDACTED},
        "stringData": {"b": REDACTED},
    }


def test_a_secret_in_a_list_keeps_its_keys():
    listed = {"kind": "List", "items": [{"kind": "Secret", "data": {"tls.crt": VALUE}}]}
    assert redact_manifest(listed)["items"][0]["data"] == {"tls.crt": REDACTED}


def test_a_config_map_may_keep_its_keys_only():
    assert keys_only({"kind": "ConfigMap", "data": {"LOG_LEVEL": "info"}})["data"] == {"LOG_LEVEL": REDACTED}


def test_a_variable_is_redacted_by_its_name():
    variables = [{"name": "DB_PASSWORD", "value": VALUE}, {"name": "LOG_LEVEL", "value": "info"}]
    assert shown_container(env=variables)["env"] == [
        {"name": "DB_PASSWORD", "value": REDACTED},
        {"name": "LOG_LEVEL", "value": "info"},
    ]


def test_a_variable_is_redacted_by_its_value():
    [variable] = shown_container(env=[{"name": "DATABASE", "value": f"postgres://shop:{VALUE}@db/shop"}])["env"]
    assert variable["value"] == f"postgres://shop:{REDACTED}@db/shop"


def test_a_reference_to_a_secret_stays():
    variable = {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db-secret", "key": "password"}}}
    volume = {"name": "token", "secret": {"secretName": "web-token", "items": [{"key": "token", "path": "token"}]}}
    assert shown_container(env=[variable])["env"] == [variable]
    assert redact_manifest({"spec": {"volumes": [volume]}}) == {"spec": {"volumes": [volume]}}


def test_an_argument_is_redacted_after_its_option():
    shown = shown_container(
        args=["--db-password", VALUE, f"--api-key={VALUE}", "--port", "8080", "--token-file", "/run/t"]
    )
    assert shown["args"] == [
        "--db-password",
        REDACTED,
        f"--api-key={REDACTED}",
        "--port",
        "8080",
        "--token-file",
        "/run/t",
    ]


def test_the_copy_of_what_was_applied_is_not_kept():
    annotation = "kubectl.kubernetes.io/last-applied-configuration"
    applied = json.dumps({"kind": "Secret", "data": {"a": VALUE}})
    shown = redact_manifest({"kind": "Secret", "metadata": {"annotations": {annotation: applied}}})
    assert shown["metadata"]["annotations"] == {annotation: REDACTED}


def test_who_wrote_is_kept_and_which_fields_is_not():
    writer = {"manager": "kubectl-edit", "operation": "Update", "time": "2026-12-01T08:55:00Z"}
    written = {"metadata": {"managedFields": [{**writer, "fieldsV1": {"f:data": {"f:password": {}}}}]}}
    assert redact_manifest(written) == {"metadata": {"managedFields": [writer]}}


def test_a_field_is_redacted_by_its_name():
    assert redact_manifest({"spec": {"clientSecret": VALUE, "secretName": "oidc", "token": VALUE}}) == {
        "spec": {"clientSecret": REDACTED, "secretName": "oidc", "token": REDACTED}
    }


def test_switches_and_numbers_of_such_names_stay():
    spec = {"automountServiceAccountToken": False, "tokenExpirationSeconds": 3600, "passwordless": "true"}
    assert redact_manifest({"spec": spec}) == {"spec": spec}


def test_what_is_nested_without_end_ends():
    deep: dict[str, object] = {}
    for _ in range(900):
        deep = {"a": deep}
    assert json.dumps(redact_manifest(deep)).count("a") < 100
