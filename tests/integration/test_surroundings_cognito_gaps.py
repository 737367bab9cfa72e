"""Why Cognito's adapters are there: each test fails once moto can do without one, and names the file to let go."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import Session

from apiglab.model.clock import Clock
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import in_process

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cognito() -> Iterator[Any]:
    """moto's own Cognito, as it is without our classes."""
    with in_process(Surroundings(Clock())) as inside:
        inside.surroundings.ensure("cognitoidp")
        from apiglab.surroundings.moto_cognito_sign_in import LabCognito

        yield LabCognito.__bases__[0]


@pytest.fixture(scope="module")
def pool(cognito: Any) -> Any:
    """A pool of moto's own, with a user and a client."""
    from apiglab.surroundings.moto_cognito import LabUserPool

    moto_s: Any = LabUserPool.__bases__[0]
    made = moto_s("123456789012", "us-east-1", "users", {})
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPoolClient, UserStatus

    attributes = [{"Name": "email", "Value": "ann@example.com"}]
    made.users["ann"] = CognitoIdpUser(made.id, "ann", "secret", UserStatus.CONFIRMED, attributes)
    client = CognitoIdpUserPoolClient(made.id, False, {"AccessTokenValidity": 2})
    made.clients[client.id] = client
    return made


def test_moto_s_pools_still_have_one_key(pool: Any) -> None:
    """``moto_cognito`` makes a pair for each, and ``moto_cognito_documents`` serves them."""
    from joserfc import jws

    client = next(iter(pool.clients))
    token, lasts = pool.create_access_token(client, "ann", origin_jti="1")

    assert jws.extract_compact(token.encode()).headers()["kid"] == "dummy"
    assert lasts == 3600  # and not the two hours that the client wants: ``token_times``


def test_moto_s_id_tokens_still_lack_the_user_s_mailbox(pool: Any) -> None:
    """``token_claims`` has the attributes that a client may read."""
    assert "email" not in pool.get_user_extra_data_by_client_id(next(iter(pool.clients)), "ann")


def test_moto_still_signs_in_whoever_names_a_user(cognito: Any) -> None:
    """``moto_cognito_sign_in`` checks flows and challenges, ``moto_cognito_srp`` the proof."""
    source = inspect.getsource(cognito.respond_to_auth_challenge)

    assert "hmac" not in source
    assert "ExplicitAuthFlows" not in inspect.getsource(cognito.initiate_auth)


def test_moto_still_takes_any_code(cognito: Any) -> None:
    """``moto_cognito_sign_up`` mails codes and compares them, ``invitation`` mails the first password."""
    assert list(inspect.signature(cognito.confirm_sign_up).parameters) == ["self", "client_id", "username"]
    assert 'startswith("moto-confirmation-code:")' in inspect.getsource(cognito.confirm_forgot_password)
    assert "_validate_password" not in inspect.getsource(cognito.admin_create_user)


def test_moto_still_lacks_operations_and_an_authorization_server(cognito: Any) -> None:
    """``moto_cognito_operations`` adds some, ``oauth`` is the server."""
    from moto.cognitoidp import urls
    from moto.cognitoidp.responses import CognitoIdpResponse

    ours = ("delete_resource_server", "resend_confirmation_code", "revoke_token", "update_resource_server")

    assert [hasattr(CognitoIdpResponse, name) for name in ours] == [False] * 4
    assert not any("oauth2" in path for path in urls.url_paths)


def test_moto_still_takes_clients_that_aws_refuses(cognito: Any) -> None:
    """``cognito_checks`` looks at flows, scopes, times and addresses."""
    source = inspect.getsource(cognito.create_user_pool_client)

    assert "AllowedOAuthFlows" not in source
    assert "AllowedOAuthFlows" in Session().get_service_model("cognito-idp").shape_for("UserPoolClientType").members
