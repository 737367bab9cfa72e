"""$input and $util."""

import pytest

from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.functions import Input, Util
from apiglab.language.vtl.template import Template


def rendered(template: str, body: str = "") -> str:
    """What a template makes of a body and three parameters of one name."""
    parameters = {"path": {"id": "7"}, "querystring": {"id": "8", "q": "a"}, "header": {"q": "b", "H": "c"}}
    return Template(template).render({"input": Input(body, parameters), "util": Util()})


@pytest.mark.parametrize(
    ("template", "body", "text"),
    [
        ("$input.body", '{"a": 1}', '{"a": 1}'),
        ("$input.body", "", "{}"),
        ("[$!input.body.foo]", '{"foo": 1}', "[]"),
        ("$input.path('$')", '{"foo":"bar"}', "{foo=bar}"),
        ("$input.path('$')", '[{"foo":"bar"}]', '[{"foo":"bar"}]'),
        ("$input.path('$')", '{"foo":[{"nested":"bar"}]}', '{foo=[{"nested":"bar"}]}'),
        ("$input.path('$')", '{"bigger":"dict","to":"test"}', "{bigger=dict, to=test}"),
        ("#if(!$input.path('$.nope'))null#end", "{}", "null"),
        ("$input.json('$.a')", '{"a": {"b": [1, "x/y", null]}}', '{"b":[1,"x/y",null]}'),
        ("$input.json('$.nope')", "{}", '""'),
        ("$input.json('$.a')", '{"a": "caf\u00e9"}', '"caf\u00e9"'),
        ("$input.path('$.a').size() $input.path('$.a')[1] $input.path('$.a').get(0)", '{"a":[1,2]}', "2 2 1"),
        ("#foreach($x in $input.path('$.a'))$x.n;#end", '{"a":[{"n":1},{"n":2}]}', "1;2;"),
        ("#set($root = $input.path('$'))$root.a.b", '{"a":{"b":true}}', "true"),
        ("$input.params('id') $input.params('q') $input.params('H') [$input.params('nope')]", "", "7 a c []"),
        ("$input.params().header.H $input.params().path.keySet()", "", "c [id]"),
        (
            "#foreach($p in $input.params().querystring.keySet())$p=$input.params().querystring.get($p);#end",
            "",
            "id=8;q=a;",
        ),
    ],
)
def test_input(template: str, body: str, text: str) -> None:
    """The payload and the parameters, as AWS prints them.

    fact: vtl.empty-body-is-braces, vtl.missing-json-is-empty-string, vtl.json-arrays-print-as-json
    """
    assert rendered(template, body) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('$util.urlEncode(\'{"some": "value"}\')', "%7B%22some%22%3A+%22value%22%7D"),
        ("$util.urlDecode('a%2Bb+c')", "a+b c"),
        ("$util.base64Encode('caf\u00e9')", "Y2Fmw6k="),
        ("$util.base64Decode('Y2Fmw6k=')", "caf\u00e9"),
        ("$util.escapeJavaScript('it''s \"x\" \u00e9')", 'it\\\'s \\"x\\" \\u00E9'),
        ("$util.parseJson('{\"a\":[1]}').a", "[1]"),
        ("$util.toJson('x')", "$util.toJson('x')"),
    ],
)
def test_util(template: str, text: str) -> None:
    """The functions of AWS's reference and no others: toJson is AppSync's."""
    assert rendered(template) == text


@pytest.mark.parametrize("template", ["$input.path('$.a')", "$input.json('$')", "$util.parseJson('{')"])
def test_no_json(template: str) -> None:
    """What is no JSON cannot be read as it; the error says where in the template."""
    with pytest.raises(VtlError, match="at line 1, column 1"):
        rendered(template, "{not json")


def test_bad_path() -> None:
    """A path that is none is an error of the template."""
    with pytest.raises(VtlError, match="expected a name"):
        rendered("$input.path('$.')", "{}")
