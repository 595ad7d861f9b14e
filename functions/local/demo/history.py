"""All of it, in the order in which it happened."""

from datetime import datetime
from itertools import chain

from functions.local.demo.asking import Ask, human
from functions.local.demo.company import DUTY_MANAGER
from functions.local.demo.fleets import fleets
from functions.local.demo.incidents import incidents
from functions.local.demo.learned import LEARNED
from functions.local.demo.objectives import objectives
from functions.local.demo.postmortems import postmortems
from functions.local.demo.practised import GUIDES, RUNS
from functions.local.demo.rules import rules
from functions.local.demo.runbooks import runbooks
from functions.local.demo.scene import DAYS, Scene
from functions.local.demo.schedules import schedules
from functions.local.demo.services import services
from functions.local.demo.stories import STORIES
from shared.domain.knowledge_document.intents import PutKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.kernel.ids import DocumentId, TenantId, document_id_for

ABOUT = "demo/about"
_SEED_TAG = "seed:"


def about_id(tenant_id: TenantId) -> DocumentId:
    return document_id_for(tenant_id, ABOUT)


def preface(scene: Scene) -> list[Ask]:
    """What has to be known before the rest is told: the rules, and which history this is."""
    return [*rules(scene), _about(scene)]


def history(scene: Scene) -> list[Ask]:
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


def _about(scene: Scene) -> Ask:
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
    return Ask(at=scene.on(DAYS + 7, "09:00"), actor=human(DUTY_MANAGER), intent=intent)


def _at(ask: Ask) -> datetime:
    return ask.at
