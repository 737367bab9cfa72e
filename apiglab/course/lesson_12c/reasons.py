"""Why each option of lesson 12c's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "401": "this method names no scopes, so it wants to know who you are: an ID token",
            "200": "the access token is as good and as well signed; it is for something else",
            "403": "a user pool's authorizer allows or does not know you: it has no 403 of its own",
        },
        "p2": {
            "401": "the signature covers the claims: one changed letter, and it does not fit any more",
            "200": "it would be, if anybody could write claims; that is what the signature is for",
            "403": "API Gateway does not get as far as asking what she may do",
        },
        "p3": {
            "200": "she is signed in, and that is all API Gateway asked; the function did not ask more",
            "403": "who would say so? API Gateway does not know whose orders these are",
            "401": "her token is good",
        },
    }
)
"""Prediction → option → why."""
