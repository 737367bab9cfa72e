"""Why each adapter is there: each test fails once moto can do without it, and names the file that can go then."""

import inspect
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, a_zip, in_process


@pytest.fixture(scope="module")
def aws() -> Iterator[InProcess]:
    """A fresh AWS whose services have all been loaded, so that moto's own classes can be looked at."""
    with in_process(Surroundings(Clock())) as inside:
        for backend in ("awslambda", "events", "sns", "sqs", "stepfunctions", "sts", "logs", "kinesis"):
            inside.surroundings.ensure(backend)
        yield inside


def a_spec(aws: InProcess) -> dict[str, Any]:
    """What moto makes a function from."""
    import base64

    return {
        "FunctionName": "pets",
        "Role": "arn:aws:iam::123456789012:role/runs",
        "Code": {"ZipFile": base64.b64encode(a_zip()).decode()},
        "Handler": "app.handler",
        "Runtime": "python3.13",
        "LoggingConfig": {"LogGroup": "/pets"},
    }


def a_moto_function(aws: InProcess) -> Any:
    """A function of moto's own class."""
    from apiglab.surroundings.moto_lambda import LabFunction

    moto_s: Any = LabFunction.__bases__[0]
    return moto_s("123456789012", a_spec(aws), "us-east-1", "$LATEST")


def test_moto_still_walks_directories_under_a_global_lock(aws: InProcess) -> None:
    """``moto_app`` dispatches by itself: moto lists its own folders, under one lock, for every request."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication as Moto

    assert "with self.lock" in inspect.getsource(Moto.get_application)
    assert "list_of_moto_modules" in inspect.getsource(Moto.get_backend_for_host)


def test_moto_still_reflects_on_every_request(aws: InProcess) -> None:
    """``moto_adjustments`` keeps the names of methods."""
    from moto.core import utils

    assert not hasattr(utils.method_names_from_class, "cache_info")


def test_moto_still_remembers_every_object_it_makes(aws: InProcess) -> None:
    """``moto_adjustments`` lets messages and log lines go: moto keeps a list of them for its dashboard."""
    from moto.core import common_models

    assert "instances_tracked.append" in inspect.getsource(common_models)
    assert common_models.BaseModel.__new__.__module__ == "apiglab.surroundings.moto_adjustments"


def test_moto_still_allows_every_origin(aws: InProcess) -> None:
    """``moto_adjustments`` switches moto's CORS off."""
    from moto.moto_server import werkzeug_app

    assert "CORS(backend_app)" in inspect.getsource(werkzeug_app.create_backend_app)


def test_moto_still_makes_no_safe_changes_from_many_threads(aws: InProcess) -> None:
    """``locks`` keeps threads apart: moto's queue looks whether a message is visible and then hides it."""
    from moto.sqs.models import SQSBackend

    source = inspect.getsource(SQSBackend.receive_message)

    assert "lock" not in source
    assert source.index("message.visible") < source.index("mark_received")


def test_moto_still_waits_for_messages_in_its_thread(aws: InProcess) -> None:
    """``long_polling`` waits without one."""
    from moto.sqs.models import Queue

    queue_class: Any = Queue
    queue = queue_class("orders", "us-east-1", "123456789012")
    waiter = threading.Thread(target=queue.wait_for_messages, args=(0.2,))
    waiter.start()

    assert waiter.is_alive()
    waiter.join()


def test_moto_still_pushes_messages_one_by_one(aws: InProcess) -> None:
    """``queue_poller`` takes batches: moto sends one event a message, with constant stamps, from within the sender."""
    from moto.awslambda.models import LambdaBackend

    source = inspect.getsource(LambdaBackend._send_sqs_message)

    assert "1545082649183" in source
    assert '"messageAttributes": {}' in source


def test_moto_still_forgets_to_end_mappings(aws: InProcess) -> None:
    """``arrange_event_sources`` takes ended mappings off their streams."""
    from moto.awslambda.models import LambdaBackend

    assert "lambda_event_source_mappings" not in inspect.getsource(LambdaBackend.delete_event_source_mapping)


def test_moto_still_drops_part_of_a_configuration(aws: InProcess) -> None:
    """``LabFunction`` keeps what moto has no place for."""
    function = a_moto_function(aws)
    function.update_configuration({"TracingConfig": {"Mode": "Active"}, "EphemeralStorage": {"Size": 1024}})
    configuration = function.get_configuration()

    assert configuration["TracingConfig"] == {"Mode": "PassThrough"}
    assert configuration["EphemeralStorage"] == {"Size": 512}
    assert {"LoggingConfig", "RevisionId"} & configuration.keys() == set()


def test_moto_still_takes_any_package(aws: InProcess) -> None:
    """``lambda_checks`` looks into the zip."""
    function = a_moto_function(aws)
    function.update_function_code({"ZipFile": "bm8gemlw"})

    assert function.code_bytes == b"no zip"


def test_moto_still_runs_functions_in_docker(aws: InProcess) -> None:
    """``LabFunction.invoke`` hands events over."""
    from apiglab.surroundings.moto_lambda import LabFunction

    moto_s: Any = LabFunction.__bases__[0]

    assert "docker" in inspect.getsource(moto_s._invoke_lambda)


def test_moto_s_rules_still_lack_targets(aws: InProcess) -> None:
    """``LabRule`` reaches functions, topics, streams and state machines."""
    from apiglab.surroundings.moto_events import LabRule

    moto_s: Any = LabRule.__bases__[0]
    rule = moto_s("sold", "123456789012", "us-east-1", None, '{"source": ["shop"]}', None, None, "default", None)
    rule.put_targets([{"Id": "1", "Arn": "arn:aws:lambda:us-east-1:123456789012:function:pets"}])
    event = {"source": "shop", "detail-type": "sale", "detail": {}, "ingestion-time": 0.0, "time": 0.0, "id": "1"}

    with pytest.raises(NotImplementedError):
        rule.send_to_targets({**event, "region": "us-east-1", "resources": [], "account": "1"})


def test_moto_s_topics_still_send_a_fixed_event(aws: InProcess) -> None:
    """``LabSubscription`` sends SNS's own event, and calls URLs outside of SNS."""
    from moto.awslambda.models import LambdaBackend

    from apiglab.surroundings.moto_sns import LabSubscription

    moto_s: Any = LabSubscription.__bases__[0]

    assert "arn:aws:sns:EXAMPLE" in inspect.getsource(LambdaBackend.send_sns_message)
    assert "requests.post" in inspect.getsource(moto_s.publish)


def test_moto_s_tasks_still_sign_with_a_key_of_nobody(aws: InProcess) -> None:
    """``moto_stepfunctions`` gives tasks the credentials of their machine's role."""
    from moto.stepfunctions.parser.asl.utils import boto_client

    assert 'aws_access_key_id="ak"' in inspect.getsource(boto_client)


def test_moto_still_calls_every_unnamed_execution_by_one_name(aws: InProcess) -> None:
    """``preparation`` gives executions a name."""
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    source = inspect.getsource(StepFunctionsParserBackend.start_execution)

    assert "_handle_name_input_idempotency(\n            name, execution_input" in source
    assert "uuid" not in source


def test_moto_still_asks_the_machine_for_the_time(aws: InProcess) -> None:
    """``moto_clock`` tells it the lab's."""
    from moto.core import utils

    assert "datetime.datetime.now(UTC)" in inspect.getsource(utils.utcnow)


def test_moto_still_answers_pages_to_what_it_lacks(aws: InProcess) -> None:
    """``answering`` turns moto's exceptions and Flask's pages into errors of AWS's kind."""
    moto = aws.surroundings._answering.load()
    from tests.integration.surroundings_client import http_request

    asked: list[Any] = []
    client = aws.client("lambda")
    client.meta.events.register_first("before-send.*.*", lambda request, **_: asked.append(http_request(request)))
    with pytest.raises(client.exceptions.ClientError):
        client.list_code_signing_configs()
    response = moto.call("awslambda", asked[0], "123456789012")

    assert (response.status, response.body[:9].lower()) == (404, b"<!doctype")
    assert json.dumps("html") not in response.body.decode()


def test_moto_lets_every_event_pass_a_json_pattern() -> None:
    """``moto_logs`` reads filter patterns itself."""
    from moto.logs.utils import EventMessageFilter

    assert EventMessageFilter("{ $.status = 500 }").matches('{"status": 200}')


def test_a_metric_filter_is_kept_and_makes_no_metric(aws: InProcess) -> None:
    """moto stores metric filters only. fact: logs.metric-filters"""
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="shop")
    logs.create_log_stream(logGroupName="shop", logStreamName="one")
    made = {"metricName": "Failures", "metricNamespace": "Shop", "metricValue": "1"}
    logs.put_metric_filter(
        logGroupName="shop", filterName="failures", filterPattern="{ $.status = 500 }", metricTransformations=[made]
    )
    event = {"timestamp": int(time.time() * 1000), "message": '{"status": 500}'}
    logs.put_log_events(logGroupName="shop", logStreamName="one", logEvents=[event])

    assert [each["filterName"] for each in logs.describe_metric_filters()["metricFilters"]] == ["failures"]
    assert aws.client("cloudwatch").list_metrics(Namespace="Shop")["Metrics"] == []
