"""Where something may be written to is told to one part; the others are told whom to ask."""

from local.coder_part import WRITING, set_apart

GIVEN = {"SRE_DATABASE_URL": "postgresql://x", "SRE_CODER_TARGETS": "/etc/targets.json", "SRE_CODER_CACHE": "/var/c"}


def test_the_targets_are_told_to_one_part_and_the_others_are_told_whom_to_ask():
    others, coder = set_apart(GIVEN)
    assert coder is not None
    assert not WRITING & others.keys()
    assert "/etc/targets.json" not in others.values()
    assert coder.environment["SRE_CODER_TARGETS"] == "/etc/targets.json"
    assert coder.environment["SRE_DATABASE_URL"] == others["SRE_DATABASE_URL"] == "postgresql://x"
    port = coder.listener.getsockname()[1]
    assert others["SRE_CODER_URL"] == coder.environment["SRE_CODER_URL"] == f"http://127.0.0.1:{port}"
    coder.listener.close()


def test_without_targets_nothing_is_started_and_somebody_elses_address_is_kept():
    others, coder = set_apart({"SRE_DATABASE_URL": "x", "SRE_CODER_URL": "https://coder", "SRE_CODER_TARGETS": ""})
    assert coder is None
    assert others == {"SRE_DATABASE_URL": "x", "SRE_CODER_URL": "https://coder"}
