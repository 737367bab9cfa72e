"""An AWS account as a lab's backend, or any endpoint that speaks like one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from apiglab.lab.accounts import refuse_production, signs_of, tags_of
from apiglab.lab.backend import Kind, masked, path_form
from apiglab.lab.cache_reading import CacheReading
from apiglab.lab.errors import LabError, local_only
from apiglab.lab.journey import Journey
from apiglab.lab.prices import Prices
from apiglab.lab.session import LabSession, aws_session
from apiglab.lab.show import say
from apiglab.lab.undeployed import Undeployed


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsBackend:
    """An account, reached with the user's own credentials; only what boto3 and the invoke URL offer."""

    boto: LabSession
    region: str
    account_id: str
    kind: Kind = "aws"
    trusts_environment: bool = True
    prices: Prices = field(default_factory=Prices)

    @property
    def identity(self) -> str:
        """The account and its endpoint."""
        return f"aws-{self.account_id}-{self.region}-{self.endpoint_url or 'aws'}"

    @property
    def endpoint_url(self) -> str | None:
        """The endpoint that stands in for AWS's own."""
        return self.boto.endpoint_url

    def describe(self) -> tuple[str, ...]:
        """The account, before anything is written to it."""
        where = f" at {self.endpoint_url}" if self.endpoint_url else ""
        return (
            f"AWS{where} · {self.region} · account {masked(self.account_id)}",
            "What is made here may cost money; it is tagged, and lab.cleanup() removes it.",
        )

    def session(self) -> Any:
        """The session of the user's own configuration."""
        return self.boto

    def tags(self, lab: str) -> Mapping[str, str]:
        """By lab and by owner."""
        return tags_of(lab)

    def before_call(self, service: str, operation: str, request: Mapping[str, Any]) -> None:
        """Tell the price of what costs by the hour."""
        if price := self.prices.told_before(service, operation, request):
            say(price)

    def tell(self, line: str) -> None:
        """Show how something long is going: on AWS much is."""
        say(line)

    def invoke_url(self, api_id: str, stage: str, path: str) -> str:
        """The API's own host name, or the path form where an endpoint stands in for AWS's."""
        if self.endpoint_url:
            return path_form(self.endpoint_url, api_id, stage, path)
        suffix = "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"
        return f"https://{api_id}.execute-api.{self.region}.{suffix}/{stage}{path}"

    def journey(self, request_id: str) -> Journey:
        """AWS does not tell."""
        del request_id
        raise local_only("the journey of a request")

    def cache(self, api_id: str, stage: str) -> CacheReading:
        """AWS tells hits and misses to CloudWatch, and entries to nobody."""
        del api_id, stage
        raise local_only("a look into a stage's cache")

    def arms(self, api_id: str, stage: str) -> Mapping[str, bool | None]:
        """AWS tells which arm served a request in access logs only, minutes later."""
        del api_id, stage
        raise local_only("the arm of a canary that served each request")

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """AWS exports what a stage serves, but not an API that is not deployed: there is nothing to compare with."""
        del api_id, stage
        raise local_only("the list of undeployed changes (AWS exports what stages serve, not the API as it stands)")

    def caller_headers(self, place: Mapping[str, str]) -> Mapping[str, str]:
        """On AWS callers are where they are."""
        del place
        raise local_only("a simulated caller")

    def clock_offset(self) -> float:
        """AWS's time is real time."""
        return 0.0

    def advance_clock(self, seconds: float) -> float:
        """AWS's time cannot be moved."""
        del seconds
        raise local_only("a clock that can be moved")

    def reset_clock(self) -> float:
        """AWS's time is real time already."""
        return 0.0


def aws_backend(
    *,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    allow_production: bool,
) -> AwsBackend:
    """The account that the user's credentials open. Raises ``LabError`` where there is none to open."""
    try:
        session = aws_session(profile=profile, region=region, endpoint_url=endpoint_url)
        if session.region_name is None:
            raise LabError(
                "Lab on AWS", "no AWS Region is set", 'say which: apiglab.Lab(backend="aws", region="eu-west-1")'
            )
        identity = session.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        raise LabError(
            "Lab on AWS", str(error), "set credentials: profile=…, or AWS_PROFILE, or `aws sso login`"
        ) from None
    if not allow_production:
        refuse_production(signs_of(session, identity["Account"], profile or session.profile_name), identity["Account"])
    return AwsBackend(boto=session, region=session.region_name, account_id=identity["Account"])
