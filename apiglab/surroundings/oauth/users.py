"""Users at the sign-in page: a name and a password, and a new password where the old one was given by somebody else."""

from typing import Any, NamedTuple

from moto.cognitoidp.exceptions import InvalidPasswordException
from moto.cognitoidp.models import UserStatus

from apiglab.surroundings.moto_cognito import wants_more
from apiglab.surroundings.oauth.asked import Asked, same
from apiglab.surroundings.sign_ins import Task

_WRONG = "Incorrect username or password."
_STATES = {
    UserStatus.UNCONFIRMED: "User is not confirmed.",
    UserStatus.RESET_REQUIRED: "Password reset required for the user.",
}


class User(NamedTuple):
    """A user whose password was right."""

    username: str
    challenge: str | None = None
    """Where the password has to be replaced first: the name of that task."""


class Refusal(NamedTuple):
    """What the user is told in place of being signed in."""

    message: str
    challenge: str | None = None
    """Where it is about the new password."""


def check_password(asked: Asked, client_id: str, name: str, password: str) -> User | Refusal:
    """The user of this name and password. fact: oauth.login"""
    user: Any = asked.pool._get_user(name)
    held = "" if user is None or user.password is None else user.password
    # Whether there is such a user is told to nobody, by word or by time.
    if not same(password, held) or user is None or not held:
        return Refusal(_WRONG)
    if not user.enabled:
        return Refusal("User is disabled.")
    if user.status in _STATES:
        return Refusal(_STATES[user.status])
    if wants_more(asked.pool, user):
        return Refusal("apiglab's sign-in page has no multi-factor authentication.")
    if user.status == UserStatus.FORCE_CHANGE_PASSWORD:
        return User(user.username, asked.pool.hosted.tasks.keep(Task(client_id, user.username), asked.now))
    return User(user.username)


def replace_password(asked: Asked, client_id: str, challenge: str, password: str) -> User | Refusal:
    """The user with a new password."""
    task = asked.pool.hosted.tasks.find(challenge, asked.now)
    user: Any = asked.pool.users.get(task.username) if task is not None and task.client_id == client_id else None
    if user is None or not user.enabled:
        return Refusal("That took too long. Sign in again.")
    try:
        asked.pool.backend._validate_password(asked.pool.id, password)
    except InvalidPasswordException:
        return Refusal("Password does not conform to policy.", challenge)
    asked.pool.hosted.tasks.take(challenge, asked.now)
    user.password, user.status = password, UserStatus.CONFIRMED
    return User(user.username)
