"""What the OpenAPI document allows never ends in a fault of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from store.conftest import add

from onrecord.store import Record
from onrecord.web.app import create_app
from onrecord.web.settings import Settings, WebLimits, addresses
from web.conftest import articles

HOSTS, HOST = addresses("127.0.0.1", 8765), {"host": "127.0.0.1:8765"}
EXAMPLES = 12  # requests of each operation


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("schema")
    with Record(folder / "talks.db") as record:
        for article in articles():
            add(record, article)
        limits = WebLimits(rate=10_000, burst=100_000)
        app = create_app(
            record, Settings(str(folder / "talks.db"), *HOSTS, inbox=folder / "inbox", limits=limits)
        )
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_no_request_brings_the_server_down(schema: Any) -> None:
    # As a library, not by its plug-in for pytest, which does not know pytest 9's collection yet.
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 15
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        def check(case: Any) -> None:
            case.validate_response(case.call(headers=HOST), checks=CHECKS, headers=HOST)

        check()
