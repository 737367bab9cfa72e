"""Examples for the playground, each with an input it works on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PETS = '{"pets": [\n  {"name": "Rex", "age": 3},\n  {"name": "Ada", "age": 7}\n]}'


@dataclass(frozen=True, slots=True)
class Preset:
    """A template and what it reads."""

    name: str
    template: str
    body: str = ""
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "rename fields",
        """#set($pets = $input.path('$.pets'))
{
  "count": $pets.size(),
  "animals": [
#foreach($pet in $pets)
    {"label": "$pet.name, $pet.age"}#if($foreach.hasNext),#end

#end
  ]
}""",
        _PETS,
    ),
    Preset(
        "pass the body on, with the caller",
        """{
  "order": $input.json('$'),
  "ip": "$context.identity.sourceIp",
  "stage": "$context.stage",
  "table": "$stageVariables.table"
}""",
        '{"pet": "Rex", "price": 80}',
        {"stage_variables": {"table": "orders-dev"}},
    ),
    Preset(
        "parameters with a default",
        """#set($limit = $input.params('limit'))
#if($limit == "")#set($limit = "10")#end
{"species": "$util.escapeJavaScript($input.params('species'))", "limit": $limit}""",
        "",
        {"path": {"species": "dog"}, "querystring": {}, "header": {"Accept": "application/json"}},
    ),
    Preset(
        "a form for SQS",
        "Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))",
        '{"pet": "Rex", "note": "fragile & fluffy"}',
    ),
    Preset(
        "override a header and the status",
        """#set($context.responseOverride.header.X-Pets = "$input.path('$.pets').size()")
#if($input.path('$.pets').size() > 1)
#set($context.responseOverride.status = 206)
#end
$input.json('$.pets[0]')""",
        _PETS,
    ),
    Preset(
        "an error", '#set($pet = $input.path(\'$\'))\n{\n  "name": "$pet.name"\n#if($pet.age > 2)\n}', '{"name": "Rex"}'
    ),
)
