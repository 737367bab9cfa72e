"""Mapping templates a second, as a multiple of airspeed's: the examples of AWS's mapping template pages.

Ours are compiled at the deployment. airspeed is measured as the gateways that stand on it use it, which parse the
template at every request; ``made from`` tells also what is left where it parses once.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import json
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import airspeed

from apiglab.language.vtl.functions import Input, Util
from apiglab.language.vtl.template import Template
from bench.figure import BenchError, Figure, at_least
from bench.setting import Setting

PHOTOS = json.dumps(
    {
        "photos": {
            "page": 1,
            "pages": "1234",
            "perpage": 100,
            "total": "123398",
            "photo": [
                {"id": f"1234567890{n}", "owner": f"2345678{n}@A12", "title": f"Sample photo {n}", "ispublic": n % 2}
                for n in range(8)
            ],
        }
    }
)

EXAMPLES = {
    "photo album": """#set($inputRoot = $input.path('$'))
{
  "photos": [
#foreach($elem in $inputRoot.photos.photo)
    {
      "id": "$elem.id",
      "photographedBy": "$elem.owner",
      "title": "$elem.title",
      "ispublic": $elem.ispublic
    }#if($foreach.hasNext),#end

#end
  ]
}""",
    "all parameters": """#set($allParams = $input.params())
{
"params" : {
#foreach($type in $allParams.keySet())
#set($params = $allParams.get($type))
"$type" : {
#foreach($paramName in $params.keySet())
"$paramName" : "$util.escapeJavaScript($params.get($paramName))"
#if($foreach.hasNext),#end
#end
}
#if($foreach.hasNext),#end
#end
},
"stage" : "$context.stage",
"source-ip" : "$context.identity.sourceIp"
}""",
    "conditions": """#set($inputRoot = $input.path('$.photos'))
#if($inputRoot.perpage > 50)
{"large": true, "page": $inputRoot.page, "next": #if($inputRoot.page < 10)"$inputRoot.page"#{else}null#end}
#elseif($inputRoot.perpage > 10)
{"large": false}
#else
{}
#end""",
}
PARAMETERS = {
    "path": {"album": "42"},
    "querystring": {"type": "sample", "limit": "10"},
    "header": {"Accept": "application/json", "User-Agent": "curl/8.5", "X-Forwarded-For": "203.0.113.7"},
}
CONTEXT = {"stage": "prod", "identity": {"sourceIp": "203.0.113.7"}}


def templates(setting: Setting) -> list[Figure]:
    """Render each example by both engines in turns; the slowest of the ratios is the figure."""
    ratios = {name: _ratios(setting, name, text) for name, text in EXAMPLES.items()}
    told = (f"{name} {parsing:.1f} ({once:.1f} where it parses once)" for name, (parsing, once) in ratios.items())
    return [
        Figure(
            leg="templates",
            what="mapping templates, the slowest of AWS's examples",
            value=min(parsing for parsing, _ in ratios.values()),
            unit="times airspeed",
            target=at_least(10),
            detail=", ".join(told),
        )
    ]


def _ratios(setting: Setting, name: str, text: str) -> tuple[float, float]:
    """Our rate as a multiple of airspeed's, where it parses at each rendering and where it parses once."""
    setting.say(f"template: {name}")
    ours, once = _ours(text), _theirs(text)
    if "".join(ours().split()) != "".join(once().split()):
        raise BenchError(f"the engines do not agree on the example {name}")
    seconds = setting.pace.seconds / 10
    rounds = []
    for _ in range(max(5, setting.pace.rounds)):
        rate = _rate(ours, seconds)
        rounds.append((rate / _rate(lambda: _theirs(text)(), seconds), rate / _rate(once, seconds)))
    return median(each for each, _ in rounds), median(each for _, each in rounds)


def _rate(render: Callable[[], str], seconds: float) -> float:
    """Renderings a second."""
    count, began = 0, perf_counter()
    while (spent := perf_counter() - began) < seconds:
        render()
        count += 1
    return count / spent


def _ours(text: str) -> Callable[[], str]:
    template, util = Template(text), Util()
    return lambda: template.render({"input": Input(PHOTOS, PARAMETERS), "util": util, "context": CONTEXT})


class _TheirInput:
    """``$input`` for airspeed, as cheap as it can be."""

    def path(self, path: str) -> Any:
        """The body, or its photos."""
        body = json.loads(PHOTOS)
        return body if path == "$" else body["photos"]

    def params(self) -> dict[str, dict[str, str]]:
        """Every parameter."""
        return PARAMETERS


class _TheirUtil:
    """``$util`` for airspeed."""

    def escapeJavaScript(self, text: str) -> str:  # noqa: N802  AWS's name
        """Nothing here needs to be escaped but slashes."""
        return text.replace("/", "\\/")


def _theirs(text: str) -> Callable[[], str]:
    template = airspeed.Template(text)
    variables = {"input": _TheirInput(), "util": _TheirUtil(), "context": CONTEXT}

    def render() -> str:
        merged: str = template.merge(variables)
        return merged

    return render
