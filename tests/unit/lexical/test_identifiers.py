"""What counts as an exact name, and the words inside of it."""

import pytest

from shared.projections.lexical.identifiers import MOST, identifiers_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HighErrorRate fired on checkout", ("higherrorrate",)),
        ("dial tcp 10.0.0.7:5432: ECONNREFUSED", ("10.0.0.7:5432", "econnrefused")),
        ("ORA-00060 while deployment/checkout rolled", ("ora-00060", "deployment/checkout")),
        ("pg_stat_activity shows idle_in_transaction", ("pg_stat_activity", "idle_in_transaction")),
        ("exit code 137, OOMKilled", ("oomkilled",)),
        ("x509: certificate has expired", ("x509",)),
        ("Nothing here is a name. Really, nothing.", ()),
        ("e.g. and i.e. and/or at 3 a.m.", ()),
    ],
)
def test_names_are_told_from_words(text: str, names: tuple[str, ...]):
    assert identifiers_in((text,)) == names


def test_a_log_of_thousands_of_names_keeps_the_first_ones():
    assert identifiers_in((" ".join(f"pod-{number}" for number in range(5_000)),)) == tuple(
        f"pod-{number}" for number in range(MOST)
    )
