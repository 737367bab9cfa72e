"""What a pool remembers is bounded."""

from collections.abc import Iterator

import pytest

from apiglab.model.clock import Clock
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, in_process

pytestmark = pytest.mark.slow


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway."""
    with in_process(Surroundings(Clock())) as inside:
        yield inside


def test_the_oldest_sign_in_is_forgotten(aws: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its refresh token and its access tokens. fact: cognito.kept"""
    cognito = aws.client("cognito-idp")
    made = cognito.create_user_pool(PoolName="users")["UserPool"]
    # What imports moto is imported once moto is.
    from apiglab.surroundings import moto_cognito

    monkeypatch.setattr(moto_cognito, "KEPT", 2)
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    client = cognito.create_user_pool_client(UserPoolId=made["Id"], ClientName="app", ExplicitAuthFlows=flows)
    cognito.admin_create_user(UserPoolId=made["Id"], Username="ann")
    cognito.admin_set_user_password(UserPoolId=made["Id"], Username="ann", Password="Secret-1234", Permanent=True)
    for _ in range(3):
        cognito.initiate_auth(
            ClientId=client["UserPoolClient"]["ClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann", "PASSWORD": "Secret-1234"},
        )
    pool = moto_cognito.find_pool(made["Id"])

    assert pool is not None
    assert [len(kept) for kept in (pool.sign_ins, pool.refresh_tokens, pool.access_tokens, pool.id_tokens)] == [
        2,
        2,
        2,
        0,
    ]
