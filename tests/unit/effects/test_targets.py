"""The file of targets: what it says, what is wrong with it, and which cluster and repository are meant."""

from pathlib import Path

import pytest

from shared.adapters.effects.targets import EffectTargets, RepositoryTarget, read_effect_targets
from shared.adapters.git.credentials import with_token
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import ArgoSync, ArgoTerminate, ResourceAction
from shared.remediation.effect_policy import EffectPolicy

DOCUMENTED = Path(__file__).parents[3] / "docs" / "acting.md"
CLUSTERS = (
    {"name": "prod", "aliases": ["production"], "server": "https://a", "default": True},
    {"name": "stage", "server": "https://b"},
)


def written(tmp_path: Path, text: str) -> str:
    file = tmp_path / "coder.yaml"
    file.write_text(text, "utf-8")
    return str(file)


def test_no_file_is_no_target_and_allows_nothing():
    assert read_effect_targets("") == EffectTargets(allow=EffectPolicy())


def test_the_documented_file_is_one(tmp_path):
    example = DOCUMENTED.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    targets = read_effect_targets(written(tmp_path, example))
    assert [each.name for each in (*targets.clusters, *targets.argocd)] == ["prod-eu", "main"]
    assert targets.repositories[0].merge is False
    assert targets.allow.verbs == ("git.revert", "argocd.sync", "argocd.resource_action:restart")


@pytest.mark.parametrize(
    "text",
    [
        "clusters: [{name: a}]",
        "clusters: [{name: a, server: x}, {name: a, server: y}]",
        "argocd: [{name: a, url: 'https://a'}, {name: a, url: 'https://b'}]",
        "repositories: [{address: x, forge: bitbucket}]",
        "repositories: [{address: x, forge: github, base: '--x'}]",
        "repositories: [{address: x, forge: github, token: secret}]",
        "allow: {verb: ['*']}",
        "allow: {verbs: '*'}",
        "deny: {}",
        "[1, 2]",
        "a: [",
        "a: &a [*a]",
        "a: !!python/object/apply:os.system ['id']",
    ],
)
def test_what_is_wrong_with_it_is_said_before_anything_is_done(tmp_path, text):
    with pytest.raises(ValueError, match="SRE_CODER_TARGETS"):
        read_effect_targets(written(tmp_path, text))


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ValueError, match="SRE_CODER_TARGETS"):
        read_effect_targets(str(tmp_path / "gone.yaml"))


@pytest.mark.parametrize(
    ("resource", "cluster"),
    [
        ({"cluster": "prod"}, "prod"),
        ({"cluster": "production"}, "prod"),
        ({"environment": "production"}, "prod"),
        ({"cluster": "stage"}, "stage"),
        ({"environment": "somewhere"}, "prod"),
        ({}, "prod"),
        ({"cluster": "dark"}, None),
    ],
)
def test_a_resource_is_in_the_cluster_that_it_names_or_in_the_default_one(resource, cluster):
    targets = EffectTargets.model_validate({"clusters": CLUSTERS})
    assert targets.cluster_name_of(ResourceRef(kind="Pod", name="x", namespace="y", **resource)) == cluster


def test_without_a_default_one_of_several_clusters_has_to_be_named():
    clusters = [{**each, "default": False} for each in CLUSTERS]
    targets = EffectTargets.model_validate({"clusters": clusters})
    assert targets.cluster_name_of(ResourceRef(kind="Pod", name="x", namespace="y")) is None


@pytest.mark.parametrize(
    ("address", "project"),
    [
        ("https://github.com/acme/gitops", "acme/gitops"),
        ("https://github.com/acme/gitops.git", "acme/gitops"),
        ("https://git.example.com/group/sub/name/", "group/sub/name"),
        ("git@github.com:acme/gitops.git", "acme/gitops"),
    ],
)
def test_what_the_forge_calls_a_repository_is_in_its_address(address, project):
    assert RepositoryTarget(address=address, forge="github").project_of(address) == project


def test_a_token_goes_to_the_host_of_its_repository_only():
    assert with_token("https://git.example.com/acme/x.git", "t") == {
        "http.https://git.example.com/.extraHeader": "Authorization: Basic eC1hY2Nlc3MtdG9rZW46dA=="
    }
    assert with_token("http://git.example.com/acme/x.git", "t") == {}
    assert with_token("file:///srv/x.git", "t") == {}
    assert with_token("https://git.example.com/acme/x.git", "") == {}


ARGOCD = (
    {"name": "eu", "url": "https://eu", "applications": ["shop-*", "shared"], "clusters": ["production"]},
    {"name": "us", "url": "https://us", "applications": ["till-*", "shared"], "clusters": ["stage"]},
)
IN_PROD = ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="prod")
IN_STAGE = IN_PROD.model_copy(update={"cluster": "stage"})


@pytest.mark.parametrize(
    ("action", "whose"),
    [
        (ArgoSync(application="shop-web"), "eu"),
        (ArgoTerminate(application="till-web"), "us"),
        (ArgoSync(application="stock"), None),
        (ArgoSync(application="shared"), None),
        (ArgoSync(application="shared", resources=(IN_STAGE,)), "us"),
        (ResourceAction(application="shared", target=IN_PROD, name="restart", parameters={}), "eu"),
        (ResourceAction(application="shop-web", target=IN_STAGE, name="restart", parameters={}), None),
    ],
)
def test_which_of_several_argo_cds_has_the_application(action, whose):
    """By its name and by the clusters that the action names; what is of none or of two is of nobody."""
    targets = EffectTargets.model_validate({"clusters": CLUSTERS, "argocd": ARGOCD})
    assert targets.argocd_of(action) == whose


def test_of_one_argo_cd_is_every_application():
    targets = EffectTargets.model_validate({"argocd": [{"name": "main", "url": "https://main"}]})
    assert targets.argocd_of(ArgoSync(application="stock")) == "main"
