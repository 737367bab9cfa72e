"""Signing up and forgotten passwords: a mailed code proves whose mailbox it is."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.user_pool import PASSWORD, Pool, a_pool, refusal
from tests.serving import Served

pytestmark = pytest.mark.slow

NEW = "Another-1234"


@pytest.fixture(scope="module")
def pool(server: Served) -> Pool:
    """A pool that mails codes to who signs up."""
    return a_pool(server, AutoVerifiedAttributes=["email"])


@pytest.fixture(scope="module")
def client(pool: Pool) -> str:
    """An app client."""
    found: str = pool.client()["ClientId"]
    return found


def sign_up(pool: Pool, client: str, name: str, **attributes: str) -> Any:
    """A new user by the user's own doing."""
    told = [{"Name": key, "Value": value} for key, value in {"email": f"{name}@example.com", **attributes}.items()]
    return pool.cognito.sign_up(ClientId=client, Username=name, Password=PASSWORD, UserAttributes=told)


def letters(pool: Pool, name: str) -> list[dict[str, str]]:
    """What was mailed to a user."""
    events = pool.server.client("logs").get_log_events(logGroupName="/apiglab/mail", logStreamName=pool.id)["events"]
    found = [json.loads(event["message"]) for event in events]
    return [letter for letter in found if letter["to"] == f"{name}@example.com"]


def code(pool: Pool, name: str) -> str:
    """The code in the newest letter to a user."""
    return letters(pool, name)[-1]["text"].rpartition(" ")[2]


def wrong(right: str) -> str:
    """Another code."""
    return f"{(int(right) + 1) % 1_000_000:06}"


def test_who_signs_up_is_confirmed_by_the_code(pool: Pool, client: str) -> None:
    """And signs in no sooner; the mailbox then counts as the user's. fact: cognito.sign-up, cognito.mail"""
    made = sign_up(pool, client, "ann")
    user = {"ClientId": client, "Username": "ann"}
    confirm = pool.cognito.confirm_sign_up

    early = refusal(pool.sign_in, client, "ann")
    mistaken = refusal(confirm, ConfirmationCode=wrong(code(pool, "ann")), **user)
    confirm(ConfirmationCode=code(pool, "ann"), **user)

    assert (made["UserConfirmed"], made["CodeDeliveryDetails"]) == (
        False,
        {"Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"},
    )
    assert letters(pool, "ann") == [
        {
            "to": "ann@example.com",
            "subject": "Your verification code",
            "text": f"Your confirmation code is {code(pool, 'ann')}",
        }
    ]
    assert early == ("UserNotConfirmedException", "User is not confirmed.")
    assert mistaken == ("CodeMismatchException", "Invalid verification code provided, please try again.")
    assert refusal(confirm, ConfirmationCode=code(pool, "ann"), **user) == (
        "NotAuthorizedException",
        "User cannot be confirmed. Current status is CONFIRMED",
    )
    token = pool.sign_in(client, "ann")["AccessToken"]
    told = {each["Name"]: each["Value"] for each in pool.cognito.get_user(AccessToken=token)["UserAttributes"]}
    assert told["email_verified"] == "true"


def test_a_new_code_takes_the_old_one_s_place(pool: Pool, client: str) -> None:
    """fact: cognito.sign-up"""
    sign_up(pool, client, "bea")
    first = code(pool, "bea")
    user = {"ClientId": client, "Username": "bea"}
    pool.cognito.resend_confirmation_code(**user)

    if code(pool, "bea") != first:  # a chance of one in a million
        assert refusal(pool.cognito.confirm_sign_up, ConfirmationCode=first, **user)[0] == "CodeMismatchException"
    pool.cognito.confirm_sign_up(ConfirmationCode=code(pool, "bea"), **user)
    assert refusal(pool.cognito.resend_confirmation_code, **user)[0] == "InvalidParameterException"


def test_a_password_is_reset_by_who_has_the_mailbox(
    pool: Pool, client: str, move_clock: Callable[[float], None]
) -> None:
    """Within the hour, and by nobody else. fact: cognito.forgot-password"""
    pool.user("cid", email="cid@example.com", email_verified="true")
    user = {"ClientId": client, "Username": "cid"}
    reset = pool.cognito.confirm_forgot_password

    unasked = refusal(reset, ConfirmationCode="123456", Password=NEW, **user)
    sent = pool.cognito.forgot_password(**user)
    guessed = refusal(reset, ConfirmationCode=wrong(code(pool, "cid")), Password=NEW, **user)
    weak = refusal(reset, ConfirmationCode=code(pool, "cid"), Password="weak", **user)
    reset(ConfirmationCode=code(pool, "cid"), Password=NEW, **user)
    again = refusal(reset, ConfirmationCode=code(pool, "cid"), Password=PASSWORD, **user)
    pool.cognito.forgot_password(**user)
    move_clock(3600)
    late = refusal(reset, ConfirmationCode=code(pool, "cid"), Password=PASSWORD, **user)

    assert "x-moto-forgot-password-confirmation-code" not in sent["ResponseMetadata"]["HTTPHeaders"]
    assert [each[0] for each in (unasked, guessed, weak, again, late)] == [
        "ExpiredCodeException",
        "CodeMismatchException",
        "InvalidPasswordException",
        "ExpiredCodeException",
        "ExpiredCodeException",
    ]
    assert refusal(pool.sign_in, client, "cid")[0] == "NotAuthorizedException"


def test_a_mailbox_that_is_not_known_to_be_the_user_s_gets_no_code(pool: Pool, client: str) -> None:
    """fact: cognito.forgot-password"""
    pool.user("dan", email="dan@example.com")

    assert refusal(pool.cognito.forgot_password, ClientId=client, Username="dan")[0] == "InvalidParameterException"
    assert refusal(pool.cognito.forgot_password, ClientId=client, Username="nobody")[0] == "UserNotFoundException"


def test_a_pool_may_leave_sign_up_to_its_admins(server: Served) -> None:
    """fact: cognito.sign-up"""
    closed = a_pool(server, AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})

    assert refusal(sign_up, closed, closed.client()["ClientId"], "eve") == (
        "NotAuthorizedException",
        "SignUp is not permitted for this user pool",
    )


def test_a_client_with_a_secret_shows_it_at_sign_up_too(pool: Pool) -> None:
    """fact: cognito.secret-hash"""
    client = pool.client(GenerateSecret=True)["ClientId"]

    assert refusal(sign_up, pool, client, "fay")[0] == "NotAuthorizedException"


def test_who_is_invited_gets_a_temporary_password(pool: Pool, client: str) -> None:
    """By mail, and again where it was lost; a weak one is none. fact: cognito.invitation"""
    create, user = pool.cognito.admin_create_user, {"UserPoolId": pool.id, "Username": "gil"}
    mailbox = [{"Name": "email", "Value": "gil@example.com"}]

    weak = refusal(create, TemporaryPassword="weak", **user)[0]
    create(UserAttributes=mailbox, **user)
    create(MessageAction="RESEND", **user)
    create(**{**user, "Username": "hal"}, MessageAction="SUPPRESS", UserAttributes=mailbox)
    first, second = (letter["text"].rpartition(" ")[2] for letter in letters(pool, "gil"))
    begun = pool.cognito.initiate_auth(
        ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "gil", "PASSWORD": second}
    )

    assert (weak, first != second) == ("InvalidPasswordException", True)
    assert letters(pool, "gil")[1]["text"] == f"Your username is gil and temporary password is {second}"
    assert begun["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    told = {each["Name"] for each in pool.cognito.admin_get_user(**user)["UserAttributes"]}
    assert told == {"email", "sub"}
    assert refusal(create, **user)[0] == "UsernameExistsException"
    pool.user("ida")
    assert refusal(create, **{**user, "Username": "ida"}, MessageAction="RESEND")[0] == "UnsupportedUserStateException"
