"""Settings that cannot be meant."""

import pytest

from atomos import HttpSettings, Misconfigured


def test_every_fault_is_named() -> None:
    settings = HttpSettings(
        prefix="api/", cors_origins=("example.org", "*"), body_limit=0, receive_seconds=0, page_limit=0
    )
    with pytest.raises(Misconfigured) as refusal:
        settings.validate()
    assert str(refusal.value) == (
        "cors_origins: 'example.org' is no origin; write it as https://example.org, or \"*\" for all\n"
        "prefix: 'api/' is no path; write it as /api, without a slash at the end\n"
        "body_limit: 0 bytes hold no message; name at least 1\n"
        "receive_seconds: within 0 s nothing comes; name more than 0\n"
        "page_limit: 0 items make no page; name at least 1"
    )


def test_the_defaults_are_well() -> None:
    HttpSettings().validate()
    HttpSettings(prefix="/api/v1", cors_origins=("http://127.0.0.1:5173",)).validate()
