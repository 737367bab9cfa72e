"""Edge-optimized APIs: what CloudFront, which stands before them, does to requests and adds to answers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html

A call passes it where its caller is simulated in a country, as nothing else tells where a viewer is.
fact: edge-optimized.simulated
"""

import base64
from dataclasses import replace

from apiglab.gateway.call import Call
from apiglab.model.http import Headers, Pair

_STANDARD = {
    name.lower(): name
    for name in (
        *("Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Cookie"),
        *(
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-Type",
            "Date",
            "Forwarded",
            "From",
            "Host",
        ),
        *("If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Origin", "Pragma", "Range"),
        *("Referer", "User-Agent", "Via", "X-Amz-Date", "X-Amz-Security-Token", "X-Forwarded-For"),
    )
}
"""The names that CloudFront writes in one way; it leaves others as they are. fact: edge-optimized.header-names"""


def pass_viewer_request(call: Call, country: str) -> None:
    """Have the call come through CloudFront, from a viewer in ``country``. fact: edge-optimized.headers"""
    request = call.request
    call.distribution_request_id = base64.b64encode(call.live.chance.randbytes(40)).decode()
    pairs = [_written(pair) for pair in request.headers.pairs if pair[0].lower() != "content-md5"]
    agent = (request.headers.get("User-Agent") or "").lower()
    tablet = "ipad" in agent or "tablet" in agent
    mobile = not tablet and "mobile" in agent
    television = "smart-tv" in agent or "smarttv" in agent
    pairs += (
        ("CloudFront-Forwarded-Proto", "https"),
        ("CloudFront-Is-Desktop-Viewer", _said(not (tablet or mobile or television))),
        ("CloudFront-Is-Mobile-Viewer", _said(mobile)),
        ("CloudFront-Is-SmartTV-Viewer", _said(television)),
        ("CloudFront-Is-Tablet-Viewer", _said(tablet)),
        ("CloudFront-Viewer-Country", country),
        ("Via", _via(request.protocol)),
        ("X-Amz-Cf-Id", call.distribution_request_id),
    )
    call.request = replace(request, headers=Headers(pairs))


def viewer_response_headers(call: Call, status: int) -> tuple[Pair, ...]:
    """What CloudFront adds to the answer; it never caches for an API. fact: edge-optimized.headers"""
    if call.distribution_request_id is None:
        return ()
    return (
        ("X-Cache", "Miss from cloudfront" if status < 400 else "Error from cloudfront"),
        ("Via", _via("HTTP/1.1")),
        ("X-Amz-Cf-Id", call.distribution_request_id),
    )


def _written(pair: Pair) -> Pair:
    name, value = pair
    lowered = name.lower()
    if lowered == "cookie":
        return "Cookie", "; ".join(sorted(part.strip() for part in value.split(";")))
    return _STANDARD.get(lowered, name), value


def _via(protocol: str) -> str:
    return f"{protocol.removeprefix('HTTP/')} apiglab.cloudfront.net (CloudFront)"


def _said(value: bool) -> str:  # noqa: FBT001  it is what is said
    return "true" if value else "false"
