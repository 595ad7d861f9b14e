"""Where the manifests of an application are written down, as Argo CD says."""

from shared.adapters.argocd.acting import ArgoCDApplications, NoApplication
from shared.adapters.git.changes import ApplicationSource
from shared.ports.repository import ChangeRefused


def source_of(applications: ArgoCDApplications, name: str, until: float) -> ApplicationSource:
    """Raises ChangeRefused where it is not clear, and EffectUnavailable."""
    try:
        spec = applications.application(name, until).manifest.at("spec")
    except NoApplication as absent:
        raise ChangeRefused("repository.not_known", f"application {name} cannot be read: {absent}") from absent
    sources = [each for each in (*spec.at("sources").each(), spec.at("source")) if each and not each.at("chart").text]
    if len(sources) != 1 or not sources[0].at("repoURL").text:
        raise ChangeRefused(
            "repository.not_known", f"{name} has {len(sources)} sources of manifests: a person must say"
        )
    folder = sources[0].at("path").text.strip("/")
    return ApplicationSource(sources[0].at("repoURL").text, "" if folder == "." else folder)
