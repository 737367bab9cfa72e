"""The runtime finds functions as moto keeps them, and at no cost while nothing changes."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.model.frozen import FrozenMap
from apiglab.model.function import LambdaError, Layer
from apiglab.surroundings.functions import Functions
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, a_function, a_zip, in_process

ARN = "arn:aws:lambda:us-east-1:123456789012:function:pets"
METHOD = "arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/pets"


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway."""
    with in_process(Surroundings(Clock())) as inside:
        yield inside


def found(functions: Functions, reference: str = "pets", **more: Any) -> Any:
    """What ``reference`` means in the default account and region."""
    return functions.find(reference, **{"account_id": "123456789012", "region": "us-east-1", **more})


def refusal(functions: Functions, reference: str, **more: Any) -> tuple[str, int, str]:
    """The error that looking ``reference`` up gives."""
    with pytest.raises(LambdaError) as raised:
        found(functions, reference, **more)
    return raised.value.code, raised.value.status, raised.value.message


def test_a_function_is_found_as_it_was_made(aws: InProcess) -> None:
    """Configuration, package and layers arrive as they were given."""
    layer = aws.client("lambda").publish_layer_version(LayerName="lib", Content={"ZipFile": a_zip("x = 1")})
    a_function(
        aws,
        code=a_zip("y = 2"),
        Timeout=7,
        MemorySize=256,
        Environment={"Variables": {"TABLE": "pets"}},
        Layers=[layer["LayerVersionArn"]],
    ).put_function_concurrency(FunctionName="pets", ReservedConcurrentExecutions=3)
    function = found(Functions(aws.surroundings))

    assert (function.function_name, function.function_arn, function.version) == ("pets", ARN, "$LATEST")
    assert (function.account_id, function.region) == ("123456789012", "us-east-1")
    assert (function.runtime, function.handler) == ("python3.13", "app.handler")
    assert function.role == "arn:aws:iam::123456789012:role/runs"
    assert (function.timeout, function.memory_size, function.reserved_concurrent_executions) == (7, 256, 3)
    assert function.environment == FrozenMap({"TABLE": "pets"})
    assert function.code == a_zip("y = 2")
    assert function.layers == (Layer(arn="arn:aws:lambda:us-east-1:123456789012:layer:lib:1", code=a_zip("x = 1")),)
    assert function.log_group == "/aws/lambda/pets"


@pytest.mark.parametrize(
    "reference",
    ["pets", "function:pets", "123456789012:function:pets", ARN, f"{ARN}:$LATEST", "pets:$LATEST"],
)
def test_a_function_goes_by_many_names(aws: InProcess, reference: str) -> None:
    """A name, a partial ARN and an ARN, with or without a qualifier, mean the same function."""
    a_function(aws)

    assert found(Functions(aws.surroundings), reference).function_arn == ARN


def test_what_is_not_there_is_not_found(aws: InProcess) -> None:
    """AWS names the ARN it looked for, with the qualifier."""
    a_function(aws)
    functions = Functions(aws.surroundings)

    assert refusal(functions, "cats") == (
        "ResourceNotFoundException",
        404,
        "Function not found: arn:aws:lambda:us-east-1:123456789012:function:cats",
    )
    assert refusal(functions, "pets", qualifier="live")[2] == f"Function not found: {ARN}:live"
    assert refusal(functions, "pets:7")[2] == f"Function not found: {ARN}:7"
    assert refusal(functions, "pets", account_id="111111111111")[1] == 404
    assert refusal(functions, "pets", region="eu-west-1")[1] == 404


def test_a_reference_to_another_region_is_refused(aws: InProcess) -> None:
    """Lambda reaches no function of another region."""
    functions = Functions(aws.surroundings)

    assert refusal(functions, ARN, region="eu-west-1") == (
        "ResourceNotFoundException",
        404,
        "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
    )


def test_two_qualifiers_must_agree(aws: InProcess) -> None:
    """A qualifier in the name and another beside it contradict each other."""
    functions = Functions(aws.surroundings)

    assert refusal(functions, "pets:1", qualifier="2") == (
        "InvalidParameterValueException",
        400,
        "The derived qualifier from the function name does not match the specified qualifier.",
    )


def test_a_name_that_cannot_be_one_is_refused(aws: InProcess) -> None:
    """Names have a pattern."""
    code, status, message = refusal(Functions(aws.surroundings), "no name")

    assert (code, status) == ("ValidationException", 400)
    assert message.startswith("1 validation error detected: Value 'no name' at 'functionName' failed to satisfy")


def test_a_version_stays_as_it_was_published(aws: InProcess) -> None:
    """$LATEST moves on; version 1 keeps its code and configuration."""
    client = a_function(aws, code=a_zip("v = 1"))
    client.publish_version(FunctionName="pets")
    client.update_function_code(FunctionName="pets", ZipFile=a_zip("v = 2"))
    client.update_function_configuration(FunctionName="pets", Timeout=9)
    functions = Functions(aws.surroundings)
    latest, first = found(functions), found(functions, "pets:1")

    assert (latest.version, latest.code, latest.timeout) == ("$LATEST", a_zip("v = 2"), 9)
    assert (first.version, first.code, first.timeout) == ("1", a_zip("v = 1"), 3)
    assert first.function_arn == ARN
    assert first.revision_id != latest.revision_id


def test_an_alias_is_the_version_it_points_to(aws: InProcess) -> None:
    """Moving the alias moves what is found."""
    client = a_function(aws)
    client.publish_version(FunctionName="pets")
    client.create_alias(FunctionName="pets", Name="live", FunctionVersion="$LATEST")
    functions = Functions(aws.surroundings)
    before = found(functions, "pets:live").version
    client.update_alias(FunctionName="pets", Name="live", FunctionVersion="1")

    assert (before, found(functions, qualifier="live").version) == ("$LATEST", "1")


def test_a_weighted_alias_shares_its_requests(aws: InProcess) -> None:
    """A tenth of the invocations go to the version that has a tenth of the weight."""
    client = a_function(aws, code=a_zip("v = 1"))
    client.publish_version(FunctionName="pets")
    client.update_function_code(FunctionName="pets", ZipFile=a_zip("v = 2"))
    client.publish_version(FunctionName="pets")
    client.create_alias(
        FunctionName="pets", Name="live", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 0.1}}
    )
    functions = Functions(aws.surroundings, random.Random(7))
    shares = Counter(found(functions, "pets:live").version for _ in range(2000))

    assert (shares["1"] + shares["2"], 150 < shares["2"] < 250) == (2000, True)


def test_every_change_is_seen_at_once(aws: InProcess) -> None:
    """Code, configuration, concurrency and deletion take effect at the next look-up, with a new revision."""
    client = a_function(aws)
    functions = Functions(aws.surroundings)
    first = found(functions)
    client.update_function_code(FunctionName="pets", ZipFile=a_zip("v = 2"))
    second = found(functions)
    client.update_function_configuration(FunctionName="pets", Environment={"Variables": {"MODE": "1"}})
    third = found(functions)
    client.put_function_concurrency(FunctionName="pets", ReservedConcurrentExecutions=0)
    fourth = found(functions)
    client.delete_function(FunctionName="pets")

    assert len({first.revision_id, second.revision_id, third.revision_id}) == 3
    assert (fourth.revision_id, fourth.reserved_concurrent_executions) == (third.revision_id, 0)
    assert refusal(functions, "pets")[1] == 404


def test_a_function_that_was_made_again_is_another(aws: InProcess) -> None:
    """The same code under the same name is a new revision: AWS starts it afresh."""
    client = a_function(aws)
    functions = Functions(aws.surroundings)
    before = found(functions)
    client.delete_function(FunctionName="pets")
    client.create_function(
        FunctionName="pets", Runtime="python3.13", Handler="app.handler", Role=before.role, Code={"ZipFile": a_zip()}
    )

    assert found(functions).revision_id != before.revision_id


def test_looking_up_again_neither_copies_nor_waits(aws: InProcess) -> None:
    """While nothing changed it is the same value, within microseconds, even with Lambda's lock held by another."""
    a_function(aws)
    functions = Functions(aws.surroundings)
    first = found(functions)
    functions.allows(first, qualifier=None, principal="apigateway.amazonaws.com", source_arn=METHOD)
    started = time.perf_counter()
    for _ in range(2000):
        assert found(functions) is first
        functions.allows(first, qualifier=None, principal="apigateway.amazonaws.com", source_arn=METHOD)
    seconds = (time.perf_counter() - started) / 4000

    assert seconds < 20e-6


def test_reading_lambda_s_control_plane_forgets_nothing(aws: InProcess) -> None:
    """Only what may change a function makes the next look-up read anew."""
    client = a_function(aws)
    before = aws.surroundings.generation
    client.list_functions()
    client.get_function(FunctionName="pets")
    aws.client("sqs").list_queues()

    assert aws.surroundings.generation == before


def test_a_service_needs_the_function_s_permission(aws: InProcess) -> None:
    """AddPermission lets API Gateway in for what its source ARN matches, RemovePermission shuts it out again."""
    client = a_function(aws)
    functions = Functions(aws.surroundings)
    function = found(functions)

    def may(source_arn: str, qualifier: str | None = None, principal: str = "apigateway.amazonaws.com") -> bool:
        return functions.allows(function, qualifier=qualifier, principal=principal, source_arn=source_arn)

    before = may(METHOD)
    client.add_permission(
        FunctionName="pets",
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn="arn:aws:execute-api:us-east-1:123456789012:abc123/*/GET/pets",
    )
    during = (
        may(METHOD),
        may(METHOD.replace("GET", "PUT")),
        may(METHOD, qualifier="$LATEST"),
        may(METHOD, qualifier="1"),
        may(METHOD, principal="sns.amazonaws.com"),
    )
    client.remove_permission(FunctionName="pets", StatementId="api")

    assert (before, during, may(METHOD)) == (False, (True, False, True, False, False), False)


def test_an_alias_has_a_policy_of_its_own(aws: InProcess) -> None:
    """A permission for the alias is none for the function, nor the other way round."""
    client = a_function(aws)
    client.publish_version(FunctionName="pets")
    client.create_alias(FunctionName="pets", Name="live", FunctionVersion="1")
    client.add_permission(
        FunctionName="pets",
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        Qualifier="live",
    )
    functions = Functions(aws.surroundings)
    function = found(functions, "pets:live")
    answers = {
        qualifier: functions.allows(
            function, qualifier=qualifier, principal="apigateway.amazonaws.com", source_arn=METHOD
        )
        for qualifier in ("live", "1", None)
    }

    assert answers == {"live": True, "1": False, None: False}


def test_a_source_of_another_account_is_not_the_function_s(aws: InProcess) -> None:
    """AWS:SourceAccount is the account in the source's ARN."""
    client = a_function(aws)
    client.add_permission(
        FunctionName="pets",
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceAccount="123456789012",
    )
    functions = Functions(aws.surroundings)
    answers = [
        functions.allows(found(functions), qualifier=None, principal="apigateway.amazonaws.com", source_arn=arn)
        for arn in (METHOD, METHOD.replace("123456789012", "210987654321"))
    ]

    assert answers == [True, False]


def test_looking_up_imports_nothing() -> None:
    """A request to a function that cannot be there does not pay for moto's import."""
    program = """
import sys
from apiglab.model.clock import Clock
from apiglab.model.function import LambdaError
from apiglab.surroundings.functions import Functions
from apiglab.surroundings.mount import Surroundings
try:
    Functions(Surroundings(Clock())).find("pets", account_id="123456789012", region="us-east-1")
except LambdaError as error:
    print(error.code, "moto" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "ResourceNotFoundException False\n"
