"""Prompts and command lines as people paste them."""

import pytest

from shared.adapters.case_files.command import Command, mentioned, prompted


def said(command: Command | None) -> str:
    if command is None:
        return ""
    kinds = ",".join(kind.kind for kind in command.kinds)
    return " ".join(filter(None, [command.verb, kinds, *command.names, command.namespace]))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("$ kubectl get pods -n shop", "get Pod shop"),
        ("kubectl describe pod web-0 --namespace=shop", "describe Pod web-0 shop"),
        ("root@master01:~# kubectl -n shop describe pods web-0", "describe Pod web-0 shop"),
        ("[root@kb1 wesql]# kubectl logs web-0 -n wesql -c app", "logs web-0 wesql"),
        ("\u276f oc get deploy,rs", "get Deployment,ReplicaSet"),
        ("C:\\Users\\ana>**kubectl describe certificates -n shop**", "describe Certificate shop"),
        ("PS C:\\> kubectl get po", "get Pod"),
        ("$ k get pod", "get Pod"),
        ("| kubectl -n reusee get pod", ""),
        ("sudo kubectl get nodes", "get Node"),
        ("ana@host:~$ kubectl logs -f -n kube-system coredns-1", "logs coredns-1 kube-system"),
        ("$ kubectl get deployment.apps/web svc/web", "get Deployment,Service web web"),
        ("Then I ran kubectl get pods and saw this", ""),
        ("k get pods", ""),
        ("$ kubectl exec -it web-0 -- sh", ""),
        ("kubectl is not installed", ""),
        ('$ kubectl get pods -l "app=web', "get Pod"),
    ],
)
def test_a_line_is_a_command_only_behind_a_prompt_or_alone(line: str, expected: str) -> None:
    assert said(prompted(line)) == expected


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("$ kubectl get cm -n shop", True),
        ("$ kubectl get cm web -n shop", False),
        ("$ kubectl get cm -n shop -l app=web", False),
        ("$ kubectl get cm -n shop | grep web", False),
        ("$ kubectl get pods --field-selector=status.phase=Failed", False),
    ],
)
def test_a_list_is_whole_unless_something_chose(line: str, whole: bool) -> None:
    command = prompted(line)
    assert command is not None
    assert command.lists_all is whole


def test_a_sentence_above_a_fence_names_the_command():
    assert said(mentioned("This is the output of `kubectl describe pod web-0 -n shop`:")) == "describe Pod web-0 shop"
    assert mentioned("It broke.") is None
