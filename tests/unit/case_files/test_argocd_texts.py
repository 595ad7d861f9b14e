"""What the command line of Argo CD prints."""

from pathlib import Path

from shared.diagnosis.snapshot import ObjectKey
from tests.support.cases import case_of, faults_of

TEXT = (Path(__file__).parents[2] / "payloads" / "case_files" / "argocd" / "app_get.txt").read_text()
GUESTBOOK = ObjectKey("", "Application", "argocd", "guestbook", "argoproj.io")


def test_an_application_with_its_tables_names_why_it_was_not_synchronised():
    case = case_of(text=TEXT)
    assert faults_of(case) == ["sync_failed immutable_field"]
    assert case.unread == ()


def test_the_list_of_applications_is_of_the_same_ones():
    case = case_of(text=TEXT)
    assert [seen.key for seen in case.snapshot.objects] == [GUESTBOOK, GUESTBOOK._replace(name="other")]


def test_the_operation_has_its_times_and_the_source_its_path():
    case = case_of(text=TEXT)
    manifest = next(seen.manifest for seen in case.snapshot.objects if seen.key == GUESTBOOK)
    operation = manifest["status"]["operationState"]
    assert (operation["startedAt"], operation["finishedAt"]) == ("2026-11-23T03:20:00Z", "2026-11-23T03:20:03Z")
    assert manifest["spec"]["source"]["path"] == "guestbook"
    assert manifest["spec"]["syncPolicy"] == {"automated": {"prune": True}}
