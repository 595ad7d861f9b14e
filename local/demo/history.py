"""All of it, in the order in which it happened."""

from datetime import datetime
from itertools import chain

from local.demo.asking import DatedIntent, human
from local.demo.company import DUTY_MANAGER
from local.demo.fleets import fleets
from local.demo.incidents import incidents
from local.demo.learned import LEARNED
from local.demo.objectives import objectives
from local.demo.postmortems import postmortems
from local.demo.practised import GUIDES, RUNS
from local.demo.rules import rules
from local.demo.runbooks import runbooks
from local.demo.scene import DAYS, Scene
from local.demo.schedules import schedules
from local.demo.services import services
from local.demo.stories import STORIES
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.kernel.ids import DocumentId, TenantId, document_id_for

ABOUT = "demo/about"
_SEED_TAG = "seed:"


def about_id(tenant_id: TenantId) -> DocumentId:
    return document_id_for(tenant_id, ABOUT)


def preface(scene: Scene) -> list[DatedIntent]:
    """What has to be known before the rest is told: the rules, and which history this is."""
    return [*rules(scene), _about(scene)]


def history(scene: Scene) -> list[DatedIntent]:
    told = chain(
        schedules(scene),
        services(scene),
        incidents(scene, STORIES),
        fleets(scene, STORIES),
        objectives(scene, STORIES),
        runbooks(scene, STORIES, GUIDES, RUNS),
        postmortems(scene, STORIES, LEARNED),
    )
    return sorted(told, key=_at)


def recorded(content: KnowledgeContent) -> tuple[datetime, int] | None:
    """Up to when the history that stands there goes, and its seed."""
    seeds = [tag.removeprefix(_SEED_TAG) for tag in content.tags if tag.startswith(_SEED_TAG)]
    return (content.occurred_at, int(seeds[0])) if content.occurred_at and seeds and seeds[0].isdigit() else None


def _about(scene: Scene) -> DatedIntent:
    content = KnowledgeContent(
        kind=DocumentKind.GUIDE,
        title="About these data",
        body=(
            "`sre demo-data` wrote three months of Tidewater Tickets, a company that does not exist. Everything went "
            "through the writer as it would have when it happened; `occurred_at` is where the history ends."
        ),
        occurred_at=scene.now,
        tags=("demo", f"{_SEED_TAG}{scene.seed}"),
    )
    intent = PutKnowledgeDocument(document_id=about_id(scene.tenant_id), slug=ABOUT, content=content)
    return DatedIntent(at=scene.on(DAYS + 7, "09:00"), actor=human(DUTY_MANAGER), intent=intent)


def _at(ask: DatedIntent) -> datetime:
    return ask.at
