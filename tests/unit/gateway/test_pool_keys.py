"""The keys of user pools: which pool has to have signed a token, and what is remembered of it."""

import pytest

from apiglab.gateway import pool_keys
from apiglab.gateway.pool_keys import VerifiedToken, VerifiedTokens
from tests.pool_builders import ID, OTHER_ARN, an_authorizer, ask, authorization, guarded, reason
from tests.tokens import CLIENT, ISSUER, KID, POOL, POOL_ARN, a_key, id_claims, public, signed


async def test_a_pool_that_is_gone_lets_nobody_in() -> None:
    """Not even with a token that was let in a moment ago. fact: cognito.verified-once"""
    pets, pools = guarded()
    before = await ask(pets, ID)
    del pools.pools[POOL_ARN]

    after = await ask(pets, ID)

    assert (before.status, after.status, reason(pets)) == (200, 401, "authorization.cognito.no_pool")


async def test_a_key_that_was_replaced_signs_nothing_any_more() -> None:
    """A kept token is as good as its key. fact: cognito.verified-once"""
    pets, pools = guarded()
    before = await ask(pets, ID)
    pools.pools[POOL_ARN] = {KID: public(a_key("another"))}

    after = await ask(pets, ID)

    assert (before.status, after.status, reason(pets)) == (200, 401, "authorization.cognito.signature")


async def test_one_authorizer_s_token_is_nothing_to_another() -> None:
    """What is kept of a token is not who may come in with it. fact: cognito.verified-once"""
    pets, _ = guarded()
    others, _ = guarded(authorizer=an_authorizer(provider_arns=(OTHER_ARN,)))
    others.plane.live.tokens = pets.plane.live.tokens
    others.plane.live.pool_keys = pets.plane.live.pool_keys

    answers = [await ask(pets, ID), await ask(others, ID)]

    assert [answer.status for answer in answers] == [200, 401]
    assert reason(others) == "authorization.cognito.other_issuer"


async def test_any_of_several_pools_may_have_signed() -> None:
    """Each with its own keys, though they have the same name. fact: cognito.pools"""
    pets, pools = guarded(authorizer=an_authorizer(provider_arns=(OTHER_ARN, POOL_ARN)))
    pools.pools[OTHER_ARN] = {KID: public(a_key("another"))}
    other = id_claims(iss=ISSUER.replace("Pool1", "Pool2"))

    tokens = (ID, signed(other, key=a_key("another")), signed(other), signed(id_claims(), key=a_key("another")))
    answers = [await ask(pets, token) for token in tokens]

    assert [answer.status for answer in answers] == [200, 200, 401, 401]


async def test_a_stage_variable_may_name_the_pool() -> None:
    """So that each stage has its own users. fact: cognito.stage-variables"""
    arn = POOL_ARN.replace(POOL, "${stageVariables.pool}")
    authorizer = an_authorizer(provider_arns=(arn,))
    named, _ = guarded(authorizer=authorizer, variables={"pool": POOL})
    unset, _ = guarded(authorizer=authorizer)

    answers = [await ask(named, ID), await ask(named, ID), await ask(unset, ID)]

    assert [answer.status for answer in answers] == [200, 200, 401]


async def test_the_journey_tells_of_the_token_and_whether_it_was_known() -> None:
    """Which pool, which use, which client. fact: cognito.verified-once"""
    pets, _ = guarded()
    told = []
    for _ in range(2):
        await ask(pets, ID)
        told.append(authorization(pets))

    about = {"authorizer": "keepers", "user_pool": POOL, "token_use": "id", "client": CLIENT}
    kind = {"authorization_type": "COGNITO_USER_POOLS"}
    assert told == [{**kind, **about, "cached": False}, {**kind, **about, "cached": True}]


def test_known_tokens_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least recently used goes first. fact: cognito.verified-once"""
    monkeypatch.setattr(pool_keys, "KEPT", 2)
    tokens, token = VerifiedTokens(), VerifiedToken(ISSUER, KID, public(a_key()), {}, {})
    tokens.keep("a", token)
    tokens.keep("b", token)
    tokens.find("a")
    tokens.keep("c", token)

    assert [tokens.find(each) is not None for each in "abc"] == [True, False, True]
