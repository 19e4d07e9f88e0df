"""Requests made at random from the published description of the interface: none makes the server fail.

`VOLGRAPH_TEST_FUZZ_REQUESTS` says how many; `make fuzz` sends 10,000.
"""

import os
from collections import Counter
from contextlib import suppress
from math import ceil
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from tests.security.serving import Victim

REQUESTS = int(os.environ.get("VOLGRAPH_TEST_FUZZ_REQUESTS", "2000"))
SEED = 20_261
WRITTEN = {"application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
"""What schemathesis can write by itself; of all else any bytes do, since the server has to bear them."""

MODES = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
"""As the description says, and not as it says."""

LIMITS = {"time", "memory", "size", "queue", "share", "rate", "cancelled"}


def is_sound(answer: requests.Response) -> bool:
    """Tell whether an answer is none of a server that failed; one that names its limit is none."""
    if answer.status_code < 500:
        return True
    kind = answer.headers.get("Content-Type", "")
    return answer.status_code in (503, 504) and kind == "application/problem+json" and answer.json()["limit"] in LIMITS


def sent_media_types(description: dict[str, Any]) -> set[str]:
    """Return what a description says that bodies of requests are written in."""
    operations = (each for path in description["paths"].values() for each in path.values() if isinstance(each, dict))
    return {media_type for each in operations for media_type in each.get("requestBody", {}).get("content", {})}


def test_no_request_of_the_described_interface_makes_the_server_fail(victim: Victim) -> None:
    schema = schemathesis.openapi.from_url(f"{victim.url}/openapi.json")
    for media_type in sent_media_types(schema.raw_schema) - WRITTEN:
        schemathesis.serializer(media_type)(lambda context, value: str(value).encode())
    schema.config.update(base_url=victim.url)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 10
    statuses: Counter[int] = Counter()
    with requests.Session() as session:
        for lap in range(100):
            left = REQUESTS - statuses.total()
            if left <= 0:
                break
            for operation in operations:

                @seed(SEED + lap)
                @settings(
                    max_examples=ceil(left / len(operations) / (1 if lap else 2)),
                    database=None,
                    deadline=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )
                @given(case=operation.as_strategy(MODES[lap % 2]))
                def attack(case: schemathesis.Case[Any]) -> None:
                    answer = session.request(**case.as_transport_kwargs(), timeout=60, allow_redirects=False)
                    statuses[answer.status_code] += 1
                    assert is_sound(answer), (case.as_curl_command(), answer.status_code, answer.text[:500])

                with suppress(Unsatisfiable):  # there is no wrong way to ask for it
                    attack()
    assert statuses.total() >= REQUESTS
    assert {200, 400, 404} <= {*statuses}
