"""One authorization server's endpoints, by method and path.

Imports moto's Cognito, so it is itself imported once moto's is.
"""

from collections.abc import Callable, Mapping

from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.moto_cognito import find_domain
from apiglab.surroundings.oauth import pages
from apiglab.surroundings.oauth.asked import Asked, OAuthError, json_answer, redirect, refused
from apiglab.surroundings.oauth.asking import PageError, ReturnedError
from apiglab.surroundings.oauth.authorize import authorize, come_back, log_in, log_out, show_login
from apiglab.surroundings.oauth.flow import Flow
from apiglab.surroundings.oauth.place import Place
from apiglab.surroundings.oauth.token_endpoint import issue_tokens, revoke_token
from apiglab.surroundings.oauth.user_info import tell_user

ENDPOINTS: Mapping[str, Mapping[str, Callable[[Asked], Response | Flow]]] = {
    "/oauth2/authorize": {"GET": authorize},
    "/oauth2/token": {"POST": issue_tokens},
    "/oauth2/revoke": {"POST": revoke_token},
    "/oauth2/userInfo": {"GET": tell_user, "POST": tell_user},
    "/oauth2/idpresponse": {"GET": come_back},
    "/login": {"GET": show_login, "POST": log_in},
    "/logout": {"GET": log_out},
}
_FOR_PROGRAMS = frozenset({"/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"})


def serve(request: HttpRequest, place: Place, *, from_another_site: bool) -> Flow:
    """Answer one request, step by step: what it needs from elsewhere is asked between the steps."""
    pool = find_domain(place.domain)
    if pool is None:
        return json_answer({"message": f"There is no user pool with the domain {place.domain}."}, status=404)
    methods = ENDPOINTS.get(place.path)
    if methods is None:
        return json_answer({"message": f"{place.path} is no endpoint of a user pool's domain."}, status=404)
    for_programs = place.path in _FOR_PROGRAMS
    if request.method == "OPTIONS" and for_programs:  # fact: oauth.cors
        allowed = ("Access-Control-Allow-Headers", "authorization, content-type")
        return json_answer({}, headers=(allowed, ("Access-Control-Allow-Methods", ", ".join(methods))))
    handler = methods.get(request.method)
    if handler is None:
        return json_answer({"message": f"{place.path} does not take {request.method}."}, status=405)
    if from_another_site and request.method == "POST" and not for_programs:
        return pages.page(pages.fault("A page of another site cannot send this form."), status=403)
    try:
        answer = handler(Asked(request=request, pool=pool, base=place.base, path=place.path))
        return answer if isinstance(answer, Response) else (yield from answer)
    except OAuthError as error:
        return refused(error) if for_programs else pages.page(pages.fault(error.error), status=error.status)
    except PageError as error:
        return pages.page(pages.fault(error.message), status=400)
    except ReturnedError as error:
        told = {"error": error.error, "error_description": error.description, "state": error.state}
        return redirect(error.redirect_uri, told, mark=error.mark)
