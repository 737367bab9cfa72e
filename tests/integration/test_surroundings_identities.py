"""The keys that IAM and STS give out have secrets, callers and an end."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.surroundings.identities import Identities, Secret
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import TRUST, InProcess, in_process

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/runs"


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway, with the role ``runs``."""
    with in_process(Surroundings(Clock())) as inside:
        inside.client("iam").create_role(RoleName="runs", AssumeRolePolicyDocument=json.dumps(TRUST))
        yield inside


def a_session(aws: InProcess, **more: Any) -> dict[str, Any]:
    """The answer of AssumeRole for the role ``runs``."""
    answer: dict[str, Any] = aws.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="ann", **more)
    return answer


def test_a_user_s_key_has_its_secret_and_its_user(aws: InProcess) -> None:
    """A user's own key has no token and no end."""
    iam = aws.client("iam")
    user = iam.create_user(UserName="ann")["User"]
    key = iam.create_access_key(UserName="ann")["AccessKey"]

    assert Identities(aws.surroundings).secret_of(key["AccessKeyId"]) == Secret(
        secret_access_key=key["SecretAccessKey"], account_id=ACCOUNT, arn=user["Arn"], user_id=user["UserId"]
    )


def test_a_key_of_another_account_is_that_account_s(aws: InProcess) -> None:
    """A key says whose it is."""
    iam = aws.client("iam", key="111111111111")
    iam.create_user(UserName="bob")
    key = iam.create_access_key(UserName="bob")["AccessKey"]["AccessKeyId"]
    secret = Identities(aws.surroundings).secret_of(key)

    assert secret is not None
    assert (secret.account_id, secret.arn) == ("111111111111", "arn:aws:iam::111111111111:user/bob")


def test_a_session_has_a_token_and_an_end(aws: InProcess) -> None:
    """Temporary credentials are the session's, and of its role."""
    session = a_session(aws, DurationSeconds=900)
    credentials = session["Credentials"]
    secret = Identities(aws.surroundings).secret_of(credentials["AccessKeyId"])

    assert secret is not None
    assert (secret.secret_access_key, secret.session_token) == (
        credentials["SecretAccessKey"],
        credentials["SessionToken"],
    )
    assert (secret.arn, secret.user_id) == (
        session["AssumedRoleUser"]["Arn"],
        session["AssumedRoleUser"]["AssumedRoleId"],
    )
    assert (secret.account_id, secret.role_arn) == (ACCOUNT, ROLE)
    assert secret.expires_at == pytest.approx(time.time() + 900, abs=30)


def test_sessions_end_in_the_lab_s_time(aws: InProcess) -> None:
    """A session that was begun after the clock was moved ends that much later. fact: surroundings.lab-time"""
    aws.surroundings.clock.advance(86_400)
    session = a_session(aws, DurationSeconds=900)
    secret = Identities(aws.surroundings).secret_of(session["Credentials"]["AccessKeyId"])

    assert secret is not None
    assert secret.expires_at == pytest.approx(aws.surroundings.clock.now() + 900, abs=30)
    assert session["Credentials"]["Expiration"].timestamp() == pytest.approx(secret.expires_at, abs=1)


def test_an_unknown_key_has_none(aws: InProcess) -> None:
    """Nor has the key that chooses an account."""
    identities = Identities(aws.surroundings)

    assert [identities.secret_of(key) for key in ("AKIAEXAMPLE", "123456789012", "")] == [None, None, None]


def test_every_change_is_seen_at_once(aws: InProcess) -> None:
    """A key that was made inactive, or deleted, or whose user is gone, signs no more."""
    iam = aws.client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]
    identities = Identities(aws.surroundings)
    seen = [identities.secret_of(key) is not None]
    for status in ("Inactive", "Active"):
        iam.update_access_key(UserName="ann", AccessKeyId=key, Status=status)
        seen.append(identities.secret_of(key) is not None)
    iam.delete_access_key(UserName="ann", AccessKeyId=key)
    seen.append(identities.secret_of(key) is not None)

    assert seen == [True, False, True, False]


def test_a_role_s_credentials_are_those_of_a_session(aws: InProcess) -> None:
    """They sign as the role, and stay the same while they are good."""
    identities = Identities(aws.surroundings)
    key, secret, token = identities.for_role(ROLE, ACCOUNT)
    found = identities.secret_of(key)

    assert found is not None
    assert (found.secret_access_key, found.session_token, found.role_arn) == (secret, token, ROLE)
    assert aws.client("sts", key=key).get_caller_identity()["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/runs/runs"
    assert identities.for_role(ROLE, ACCOUNT) == (key, secret, token)


def test_a_role_s_credentials_are_renewed_before_they_end(aws: InProcess) -> None:
    """With less than an hour left there are others; and after a reset."""
    identities = Identities(aws.surroundings)
    first = identities.for_role(ROLE, ACCOUNT)
    aws.surroundings.clock.advance(11 * 3600 + 60)
    second = identities.for_role(ROLE, ACCOUNT)
    aws.run(aws.surroundings.reset())
    third = identities.for_role(ROLE, ACCOUNT)

    assert len({first, second, third}) == 3


def test_a_role_that_is_not_there_cannot_be_assumed(aws: InProcess) -> None:
    """AWS refuses it as it refuses a lack of permission; moto would begin a session. fact: surroundings.assume-role"""
    sts = aws.client("sts")

    with pytest.raises(sts.exceptions.ClientError) as raised:
        sts.assume_role(RoleArn=f"{ROLE}-not", RoleSessionName="ann")

    error = raised.value.response["Error"]
    assert error["Code"] == "AccessDenied"
    assert error["Message"].endswith(f"is not authorized to perform: sts:AssumeRole on resource: {ROLE}-not")


@pytest.mark.parametrize("operation", ["get_session_token", "get_federation_token"])
def test_made_up_credentials_are_refused(aws: InProcess, operation: str) -> None:
    """moto answers these with example credentials that sign nothing. fact: surroundings.sts-made-up"""
    sts = aws.client("sts")
    parameters = {"Name": "ann"} if operation == "get_federation_token" else {}

    with pytest.raises(sts.exceptions.ClientError, match="NotImplementedException"):
        getattr(sts, operation)(**parameters)


def test_moto_still_makes_credentials_up(aws: InProcess) -> None:
    """The refusal in ``preparation`` can go once moto keeps the credentials that it gives."""
    from moto.sts.responses import TokenResponse

    assert "AKIAIOSFODNN7EXAMPLE" in str(TokenResponse.get_session_token.__code__.co_consts)


def test_looking_up_a_key_imports_nothing() -> None:
    """A signed request to a fresh server does not pay for moto's import."""
    program = """
import sys
from apiglab.model.clock import Clock
from apiglab.surroundings.identities import Identities
from apiglab.surroundings.mount import Surroundings
print(Identities(Surroundings(Clock())).secret_of("AKIAEXAMPLE"), "moto" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "None False\n"
