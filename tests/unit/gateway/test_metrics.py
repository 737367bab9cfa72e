"""What is counted of requests."""

from collections import Counter

from apiglab.gateway.metrics import Counted, Datum, Metrics
from apiglab.model.frozen import FrozenMap
from apiglab.model.stage import MethodSetting
from tests.gateway_builders import Served, a_lambda_proxy, a_method, a_stage, serve

ACCOUNT, REGION = "123456789012", "us-east-1"
PETS = Counted(ACCOUNT, REGION, "pets", "dev")


def note(metrics: Metrics, at: float, status: int = 200, seconds: float = 0.01, **more: object) -> None:
    """Count one request."""
    given = {"integration_seconds": None, "cache_hit": None, **more}
    metrics.note(PETS, at, status=status, seconds=seconds, **given)  # type: ignore[arg-type]  # as a test gives them


def by_stage(metrics: Metrics) -> dict[tuple[str, int], Counter[float]]:
    """The values by metric and minute, with the dimensions of the stage."""
    stage = (("ApiName", "pets"), ("Stage", "dev"))
    return {(each.name, each.minute): each.values for each in metrics.data(ACCOUNT, REGION) if each.dimensions == stage}


def test_a_minute_of_requests() -> None:
    """Errors are ones among zeros; latencies are kept with how often each came. fact: metrics.values"""
    metrics = Metrics()
    note(metrics, 60.0, 200, 0.01, integration_seconds=0.005, cache_hit=False)
    note(metrics, 119.9, 404, 0.01)
    note(metrics, 119.9, 500, 0.02, integration_seconds=0.005, cache_hit=True)
    note(metrics, 120.0, 200)

    assert by_stage(metrics) == {
        ("Count", 60): Counter({1.0: 3}),
        ("4XXError", 60): Counter({1.0: 1, 0.0: 2}),
        ("5XXError", 60): Counter({1.0: 1, 0.0: 2}),
        ("Latency", 60): Counter({10.0: 2, 20.0: 1}),
        ("IntegrationLatency", 60): Counter({5.0: 2}),
        ("CacheHitCount", 60): Counter({1.0: 1, 0.0: 1}),
        ("CacheMissCount", 60): Counter({1.0: 1, 0.0: 1}),
        ("Count", 120): Counter({1.0: 1}),
        ("4XXError", 120): Counter({1.0: 0, 0.0: 1}),
        ("5XXError", 120): Counter({1.0: 0, 0.0: 1}),
        ("Latency", 120): Counter({10.0: 1}),
    }


def test_every_account_has_its_own() -> None:
    """And every region."""
    metrics = Metrics()
    note(metrics, 0.0)

    assert list(metrics.data(ACCOUNT, "eu-west-1")) == list(metrics.data("210987654321", REGION)) == []


def test_memory_stays_bounded() -> None:
    """The oldest minutes go; a minute's requests of one latency are one number. fact: metrics.kept"""
    metrics = Metrics()
    for minute in range(1_500):
        note(metrics, minute * 60.0)
    for _ in range(10_000):
        note(metrics, 90_000.0)

    minutes = {each.minute for each in metrics.data(ACCOUNT, REGION)}
    assert (len(minutes), min(minutes)) == (1_440, 61 * 60)
    assert by_stage(metrics)["Latency", 90_000] == Counter({10.0: 10_000})


def of_request(served: Served) -> set[tuple[str, ...]]:
    """The names of the dimensions of every metric."""
    metrics = served.plane.monitor.metrics
    return {tuple(name for name, _ in each.dimensions) for each in metrics.data(ACCOUNT, REGION)}


async def test_detailed_metrics_are_a_setting_of_the_method() -> None:
    """A request that matches none has none. fact: metrics.dimensions"""
    plain, detailed = a_stage(), a_stage(method_settings=FrozenMap({"pets/GET": MethodSetting(metrics_enabled=True)}))
    methods = {"/pets": [a_method("GET", a_lambda_proxy()), a_method("POST", a_lambda_proxy())]}
    coarse, other, fine = (serve(methods, stage=stage) for stage in (plain, detailed, detailed))

    await coarse.ask("GET", "/pets")
    await other.ask("POST", "/pets")
    await other.ask("GET", "/nothing")
    await fine.ask("GET", "/pets")

    assert of_request(coarse) == of_request(other) == {("ApiName",), ("ApiName", "Stage")}
    assert of_request(fine) == of_request(coarse) | {("ApiName", "Method", "Resource", "Stage")}
    assert Datum(
        "Count",
        "Count",
        (("ApiName", "pets"), ("Method", "GET"), ("Resource", "/pets"), ("Stage", "dev")),
        1_699_999_980,
        Counter({1.0: 1}),
    ) in list(fine.plane.monitor.metrics.data(ACCOUNT, REGION))


async def test_clearing_forgets_what_was_counted() -> None:
    """As a server that was just started."""
    pets = serve({"/": [a_method()]})
    await pets.ask("GET", "/")

    pets.plane.clear()

    assert of_request(pets) == set()
