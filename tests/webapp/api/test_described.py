"""The description says what is asked and answered: schemathesis asks by it and against it, with real tokens."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.security.test_api_access import furnished, place
from tests.webapp.api.asking import script
from tests.webapp.desk import Desk
from webapp.newsroom.api.door import PLACE
from webapp.newsroom.api.openapi import BASE, openapi
from webapp.newsroom.api.operations import OPERATIONS
from webapp.people.tokens import Scope

FEW, MANY = 1, 100
"""Examples an operation, from day to day and before a release."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return furnished(tmp_path_factory.mktemp("described"))


def test_description_has_every_operation_and_resolves(desk: Desk) -> None:
    described = script(desk, "contributor_other", [Scope.PEOPLE]).get("/openapi.json")
    told = {(method.upper(), path) for path, each in described["paths"].items() for method in each}
    assert told == {(operation.method, operation.path) for operation in OPERATIONS}
    schemas = described["components"]["schemas"]
    missing = {each for each in references(described) if each.rpartition("/")[2] not in schemas}
    assert missing == set()
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["description"].endswith(".")
            for parameter in operation["parameters"]:
                assert parameter["description"]
    for name, schema in schemas.items():
        for field in schema.get("properties", {}):
            assert not field.endswith(("_seconds", "_s", "_minutes")), f"{name}.{field}: times are milliseconds"


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_a_scope_and_a_role_are_told_of_every_operation(desk: Desk) -> None:
    described = openapi("test")
    for operation in OPERATIONS:
        told = described["paths"][operation.path][operation.method.lower()]
        assert told["security"] == [{"token": [operation.scope.value]}]
        assert "401" in told["responses"]
        assert "403" in told["responses"]


def cases(desk: Desk) -> st.SearchStrategy[schemathesis.Case]:
    """Return cases of every operation, by the description and against it, mostly about what there is."""
    described = copy.deepcopy(openapi("test"))
    # Its client leaves files open; tests/webapp/api/test_write_api.py and tests/security ask for the sound.
    del described["paths"]["/programmes/{programme_id}/sound"]["get"]
    for path, operations in described["paths"].items():
        there = dict(zip(path.split("/"), place(desk, path).split("/"), strict=True))
        for operation in operations.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path" and parameter["schema"].get("type") == "string":
                    parameter["schema"] = {"enum": [there[f"{{{parameter['name']}}}"], "nobody"]}
    schema = schemathesis.openapi.from_dict(described)
    # 412 says that a header is missing or wrong, such as the protocol of uploads. 304 gives nothing: what is wrong with
    # a question may be lost on the way, as a field without a value is.
    rejecting = schema.config.checks.negative_data_rejection
    rejecting.expected_statuses = [*rejecting.expected_statuses, "304", "412"]
    schema.app = desk.app  # Checks that ask once more, such as without a token, ask this too.
    each = [result.ok() for result in schema.get_all_operations()]
    return st.one_of(
        [
            operation.as_strategy(generation_mode=mode)
            for operation in each
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        ]
    )


@pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=[pytest.mark.release, pytest.mark.timeout(14_400)])])
def test_answers_are_as_described(tmp_path: Path, number: int) -> None:
    desk = furnished(tmp_path)
    who = script(desk)

    @settings(
        max_examples=number * len(OPERATIONS),
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(desk))
    def holds(case: schemathesis.Case) -> None:
        # No schema can say which ETag is the one of now, or which words stand where: 412 and 422 are described.
        headers = {"Authorization": f"Bearer {who.token}"}
        case.call_and_validate(app=desk.app, headers=headers, excluded_checks=[positive_data_acceptance])

    holds()


def test_the_place_of_the_api_is_its_own(desk: Desk) -> None:
    assert BASE.startswith(PLACE)
    elsewhere = [rule.rule for rule in desk.app.url_map.iter_rules() if rule.rule.startswith("/api")]
    assert all(rule.startswith(f"{BASE}/") for rule in elsewhere)
