"""The trace of a request and the journal that keeps it."""

from apiglab.gateway.journal import Journal
from apiglab.gateway.trace import BODY_LIMIT
from tests.gateway_builders import a_lambda_proxy, a_method, serve

AWS_ORDER = [
    "Resource matching",
    "Authorization",
    "API key",
    "Throttling",
    "Request validation",
    "Cache lookup",
    "Integration request",
    "Integration",
    "Integration response",
    "Method response",
]


async def test_phases_in_awss_order() -> None:
    """A request that passes leaves every phase in the developer guide's order, each with its page."""
    pets = serve({"/pets": [a_method("GET", a_lambda_proxy())]})

    await pets.ask("GET", "/pets")

    steps = pets.journey()["steps"]
    assert [step["phase"] for step in steps] == AWS_ORDER
    assert all(step["docs"].startswith("https://docs.aws.amazon.com/apigateway/") for step in steps)
    assert all(step["seconds"] >= 0 for step in steps)


async def test_refusal_ends_the_journey() -> None:
    """The phase that refused is the last one."""
    pets = serve({"/pets": [a_method()]})

    await pets.ask("GET", "/nope")

    assert [(step["phase"], step["outcome"]) for step in pets.journey()["steps"]] == [("Resource matching", "refused")]


async def test_filters() -> None:
    """Journeys are found by request id, stage and status, newest first."""
    pets = serve({"/pets": [a_method()]})
    await pets.ask("GET", "/pets")
    refused = await pets.ask("GET", "/nope")
    await pets.ask("GET", "/pets", stage="prod")

    journal = pets.plane.journal
    found = {
        "status": [journey["path"] for journey in journal.recent(status=403)],
        "id": [journey["path"] for journey in journal.recent(request_id=refused.headers.get("x-amzn-RequestId"))],
        "stage": [journey["stage"] for journey in journal.recent(stage="prod")],
        "limit": len(journal.recent(limit=2)),
        "none": journal.recent(api_id="nosuchapi1"),
    }

    assert found == {"status": ["/pets", "/nope"], "id": ["/nope"], "stage": ["prod"], "limit": 2, "none": []}


async def test_large_bodies_are_cut() -> None:
    """The journal keeps 64 KiB of any body, and says that it cut."""
    pets = serve({"/pets": [a_method("POST", a_lambda_proxy())]}, answer=b'{"body": "' + b"x" * 100_000 + b'"}')

    response = await pets.ask("POST", "/pets", body=b"y" * 100_000)

    journey = pets.journey()
    assert len(response.body) == 100_000
    for message in (journey["request"], journey["response"]):
        assert (len(message["body"]), message["truncated"]) == (BODY_LIMIT, True)
    kept = [len(getattr(result, "body", b"")) for trace in pets.plane.journal for _, _, result in trace.steps]
    assert max(kept) == BODY_LIMIT + 1


async def test_the_ring_is_bounded() -> None:
    """Only the newest are kept."""
    pets = serve({"/pets": [a_method()]})
    pets.plane.journal = Journal(kept=3)

    for _ in range(5):
        await pets.ask("GET", "/pets")

    assert len(list(pets.plane.journal)) == 3


async def test_binary_body_in_the_journey() -> None:
    """A body that is no text shows as base64."""
    pets = serve({"/pets": [a_method("POST")]})

    await pets.ask("POST", "/pets", body=b"\xff\xfe")

    request = pets.journey()["request"]
    assert (request["body"], request["base64"], request["truncated"]) == ("//4=", True, False)
