"""`sre sources argocd-notifications`: the shipped ConfigMap with the address that Argo CD is to call."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from cli.commands import app


def address_in(printed: str) -> str:
    config_map = yaml.safe_load(printed)
    assert config_map["metadata"]["name"] == "argocd-notifications-cm"
    return str(yaml.safe_load(config_map["data"]["service.webhook.ameide-sre"])["url"])


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["sources", "argocd-notifications", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_address_is_the_one_that_is_given():
    url = "https://ingest.example.run.app/argocd"
    assert address_in(printed("--url", url)) == url


def test_without_one_it_is_that_of_the_installation(tmp_path: Path):
    url = "http://127.0.0.1:9000/webhooks/argocd"
    local = {"webhooks": {"argocd": {"url": url}}, "api_url": "http://127.0.0.1:9000", "api_key": "k"}
    (tmp_path / "local.json").write_text(json.dumps(local))
    assert address_in(printed("--data-dir", str(tmp_path))) == url


@pytest.mark.parametrize("url", ["sre.example.com", "ftp://x/argocd", "https://x y", "https://x\nurl: evil"])
def test_what_is_no_address_is_refused(url: str):
    result = CliRunner().invoke(app, ["sources", "argocd-notifications", "--url", url])
    assert result.exit_code == 1
    assert "is not an address" in result.output
