"""A user pool's sign-in page in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.integration.user_pool import PASSWORD, Pool, a_pool
from tests.serving import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def shelter() -> Iterator[tuple[Served, Pool]]:
    """A server with a pool whose user has a temporary password."""
    with serving() as server:
        pool = a_pool(server, "The animal shelter")
        pool.cognito.admin_create_user(UserPoolId=pool.id, Username="ann", TemporaryPassword="Temp-1234")
        yield server, pool


def test_a_browser_signs_in(shelter: tuple[Served, Pool], page: Page, screenshots: Path) -> None:
    """A wrong password, the right one, a new one, and back to the client.

    fact: oauth.login, oauth.authorize
    """
    server, pool = shelter
    back = f"{server.url}/_apiglab/health"
    client = pool.web_client("Pet shop", "openid", CallbackURLs=[back])["ClientId"]
    asked = {"client_id": client, "redirect_uri": back, "response_type": "code", "state": "s"}
    begin = f"{pool.hosted('browsing')}/oauth2/authorize?{urlencode(asked)}"

    page.goto(begin)
    page.get_by_label("Username").fill("ann")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    page.screenshot(path=screenshots / "sign-in.png")
    alert = page.get_by_role("alert").inner_text()
    page.get_by_label("Password").fill("Temp-1234")
    page.keyboard.press("Enter")
    page.get_by_label("New password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{back}?code=*")
    first = page.url
    page.goto(begin)

    assert alert == "Incorrect username or password."
    assert (page.url.startswith(f"{back}?code="), page.url != first) == (True, True)
