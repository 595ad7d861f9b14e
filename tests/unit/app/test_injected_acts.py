"""Words that somebody planted reach the part that acts, by an agent that believes all of them: nothing is done."""

from collections.abc import Iterator
from typing import Any

import pytest
from a2a.types import Message, Part, Role
from a2a.utils.errors import InvalidParamsError
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Value

from shared.adapters.a2a.asked import asked_in
from shared.app.coder.standing import Stand
from shared.domain.approval.intents import ConsumeApproval, GrantApproval
from shared.kernel.canonical import shortened
from shared.kernel.ids import ApprovalId
from shared.remediation.actions import Action, ArgoSync, GitPatch, ResourceAction
from shared.remediation.effect_policy import EffectPolicy, refusal
from shared.remediation.proposal import Precondition, RemediationPlan
from tests.support.coding import AGENT, CodingWorld, a_plan
from tests.support.hostile_texts import acting_texts
from tests.support.remediation import ref

TEXTS = tuple(dict.fromkeys(acting_texts()))
#: An installation in which much may be done.
ALLOWED = EffectPolicy(
    verbs=("*",),
    clusters=("prod",),
    namespaces=("shop",),
    kinds=("Deployment",),
    applications=("shop",),
    repositories=("https://git.example/shop",),
    paths=("apps/*",),
)


def planted(text: str, revision: int) -> RemediationPlan:
    """The worst that a model can do with what it read: its words are everywhere where a plan has words."""
    line = shortened(text, 300)
    plan = a_plan(summary=line, revision=revision)
    said = Precondition(what="condition", subject=line, expected=line)
    words = {"rollback": (line,), "verify": (line,), "blast_radius": (line,)}
    return plan.model_copy(update={**words, "preconditions": (*plan.preconditions, said)})


def messages(text: str, approval: str) -> Iterator[dict[str, Any]]:
    """What an agent might send that takes those words for what it may ask."""
    yield {"approval_id": text}
    yield {"approval_id": approval, "skill": text}
    yield {"approval_id": approval, "plan": text}
    yield {"approval_id": approval, "actions": [text]}
    yield {"approval_id": approval, "approved_by": text}
    yield {"approval_id": approval, text or "empty": True}
    yield {"skill": "stop", "approval_id": text}
    yield {"skill": "compare_approval", "approval_id": text}


def named(text: str) -> Iterator[Action]:
    """Actions whose names are those words, as a label or an annotation would have them."""
    line = shortened(text, 1_000)
    place = ref("Deployment", line[:200], "shop").model_copy(update={"cluster": line[:200]})
    yield ArgoSync(application=line)
    yield GitPatch(application=line, target=place, pointer="/spec/replicas", before="1", after="2")
    yield ResourceAction(target=place, name="restart", parameters={})


def asked(said: dict[str, Any]) -> Message:
    data = ParseDict(said, Value())
    return Message(message_id="m", role=Role.ROLE_USER, parts=[Part(data=data)])


def test_there_are_enough_of_them():
    assert len(TEXTS) >= 500


def test_an_agent_that_believes_every_planted_word_brings_about_nothing_and_no_other_yes_fits():
    world = CodingWorld()
    another = world.approval(world.granted())
    others_hashes = {"plan_hash": another["plan_hash"], "dry_run_hash": another["dry_run_hash"]}
    for text in TEXTS:
        approval = world.requested(planted(text, world.outside.revision))
        state = world.approval(approval)
        hashes = {"plan_hash": state["plan_hash"], "dry_run_hash": state["dry_run_hash"]}
        own = {"approval_id": ApprovalId(approval), **hashes}
        for actor, policy in ((AGENT, None), (AGENT, "trusted"), ("process:incident_triage/1", "trusted")):
            grant = GrantApproval.model_validate(own | {"policy": policy, "comment": shortened(text, 1_000)})
            assert world.ask(grant, actor).status == "rejected", text
        mistaken = GrantApproval.model_validate(own | others_hashes)
        assert world.ask(mistaken).problem.code == "approval.other_plan", text  # type: ignore[union-attr]
        consume = ConsumeApproval.model_validate(own | {"effect_id": world.new_id()})
        assert world.ask(consume, AGENT).status == "rejected", text
        assert world.carry_out(approval).stand is Stand.HELD, text
    assert world.outside.log == []


def test_a_client_that_sends_planted_words_as_its_request_is_refused_and_hears_none_of_them():
    world = CodingWorld()
    approval = str(world.granted())
    for text in TEXTS:
        for said in messages(text, approval):
            with pytest.raises(InvalidParamsError) as refused:
                asked_in(asked(said))
            assert text not in str(refused.value)
    assert world.outside.log == []


def test_planted_words_name_nothing_that_may_be_changed():
    for text in TEXTS:
        for action in named(text):
            assert refusal(ALLOWED, action, lambda resource: resource.cluster) is not None, (text, action.action)


def test_without_planted_words_and_with_a_person_it_is_done():
    world = CodingWorld()
    assert world.carry_out(world.granted()).stand is Stand.ENDED
    assert len(world.outside.log) == 1
    assert refusal(ALLOWED, ArgoSync(application="shop"), lambda resource: resource.cluster) is None
