"""Signing up, and passwords that were forgotten: what a mailed code proves.

moto takes any code for the right one, so that whoever names a user sets that user's password.
https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
"""

from typing import Any

from moto.cognitoidp.exceptions import (
    CodeMismatchException,
    ExpiredCodeException,
    InvalidParameterException,
    NotAuthorizedError,
    ResourceNotFoundError,
    UserNotFoundError,
)
from moto.cognitoidp.models import UserStatus
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

from apiglab.surroundings.mail import Letter
from apiglab.surroundings.mailed_codes import NoCodeError, WrongCodeError
from apiglab.surroundings.moto_cognito import LabUserPool, now, pools
from apiglab.surroundings.moto_cognito_clients import prove_secret

_SIGN_UP, _PASSWORD = "sign-up", "password"
_SUBJECT = "Your verification code"
_MEDIA = {"email": "EMAIL", "phone_number": "SMS"}


class SignUpResponse(CognitoIdpResponse):
    """The operations that anybody may call before there is a password, or without it."""

    def sign_up(self) -> ActionResult:
        """Make a user, who is to be confirmed. fact: cognito.sign-up"""
        pool, client = self._pool_and_client()
        if (pool.extended_config.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
            raise NotAuthorizedError("SignUp is not permitted for this user pool")
        name = self._get_param("Username")
        prove_secret(client, self._get_param("SecretHash"), (name,))
        super().sign_up()
        user: Any = pool._get_user(name)
        wanted = pool.extended_config.get("AutoVerifiedAttributes") or ()
        where = next((each for each in _MEDIA if each in wanted and user.attribute_lookup.get(each)), None)
        told = {"UserConfirmed": False, "UserSub": user.id}
        return ActionResult({**told, **_send(pool, user, _SIGN_UP, where)} if where is not None else told)

    def resend_confirmation_code(self) -> ActionResult:
        """Send a new code to who signed up. fact: cognito.sign-up"""
        pool, user = self._pool_and_user()
        if user.status != UserStatus.UNCONFIRMED:
            raise InvalidParameterException("User is already confirmed.")
        where = next((each for each in _MEDIA if user.attribute_lookup.get(each)), None)
        if where is None:
            raise InvalidParameterException("Auto verification not turned on.")
        return ActionResult(_send(pool, user, _SIGN_UP, where))

    def confirm_sign_up(self) -> EmptyResult:
        """Confirm who signed up, by the code. fact: cognito.sign-up"""
        pool, user = self._pool_and_user()
        if user.status != UserStatus.UNCONFIRMED:
            raise NotAuthorizedError(f"User cannot be confirmed. Current status is {user.status.value}")
        _check(pool, user, _SIGN_UP, self._get_param("ConfirmationCode"))
        pool.mailed.spend(_SIGN_UP, user.username)
        user.status = UserStatus.CONFIRMED
        where = next((each for each in _MEDIA if user.attribute_lookup.get(each)), None)
        if where is not None:
            user.update_attributes([{"Name": f"{where}_verified", "Value": "true"}])
        return EmptyResult()

    def forgot_password(self) -> ActionResult:
        """Send a code to a mailbox that is known to be the user's. fact: cognito.forgot-password"""
        pool, user = self._pool_and_user()
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        known = (each for each in _MEDIA if user.attribute_lookup.get(f"{each}_verified") == "true")
        where = next((each for each in known if user.attribute_lookup.get(each)), None)
        if where is None:
            message = "Cannot reset password for the user as there is no registered/verified email or phone_number"
            raise InvalidParameterException(message)
        return ActionResult(_send(pool, user, _PASSWORD, where))

    def confirm_forgot_password(self) -> EmptyResult:
        """Set a new password for who shows the code. fact: cognito.forgot-password"""
        pool, user = self._pool_and_user()
        password = self._get_param("Password")
        _check(pool, user, _PASSWORD, self._get_param("ConfirmationCode"))
        pool.backend._validate_password(pool.id, password)
        pool.mailed.spend(_PASSWORD, user.username)
        user.password = password
        if user.status != UserStatus.UNCONFIRMED:
            user.status = UserStatus.CONFIRMED
        return EmptyResult()

    def _pool_and_client(self) -> tuple[LabUserPool, Any]:
        client_id = self._get_param("ClientId")
        pool = next((each for each in pools() if client_id in each.clients), None)
        if pool is None:
            raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")
        return pool, pool.clients[client_id]

    def _pool_and_user(self) -> tuple[LabUserPool, Any]:
        pool, client = self._pool_and_client()
        name = self._get_param("Username")
        prove_secret(client, self._get_param("SecretHash"), (name,))
        user: Any = pool._get_user(name)
        if user is None:
            raise UserNotFoundError("Username/client id combination not found.")
        return pool, user


def _send(pool: LabUserPool, user: Any, purpose: str, where: str) -> dict[str, Any]:
    """Mail a new code, and tell where to in AWS's words. fact: cognito.mail"""
    code = pool.mailed.make(purpose, user.username, now())
    to = user.attribute_lookup[where]
    pool.letters.append(Letter(to, _SUBJECT, f"Your confirmation code is {code}", now()))
    masked = f"{to[0]}***@{to.partition('@')[2][:1]}***" if where == "email" else f"+*******{to[-4:]}"
    return {"CodeDeliveryDetails": {"Destination": masked, "DeliveryMedium": _MEDIA[where], "AttributeName": where}}


def _check(pool: LabUserPool, user: Any, purpose: str, code: Any) -> None:
    """Refuse what is not the code. fact: cognito.codes"""
    try:
        pool.mailed.check(purpose, user.username, str(code or ""), now())
    except WrongCodeError:
        raise CodeMismatchException("Invalid verification code provided, please try again.") from None
    except NoCodeError:
        raise ExpiredCodeException("Invalid code provided, please request a code again.") from None
