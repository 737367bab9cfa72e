"""Templates: what is ours beyond Velocity's own rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiglab.language.vtl.errors import VtlError, VtlParseError
from apiglab.language.vtl.frame import STEPS
from apiglab.language.vtl.java import JsonArray
from apiglab.language.vtl.template import SIZE, Template


@pytest.mark.parametrize(
    ("template", "message", "line", "column"),
    [
        ("a\n #if(true)x", "#if has no #end", 2, 2),
        ("#set($x 1)", "expected '=' in #set", 1, 9),
        ("ok\n$list.get(", "expected a value", 2, 11),
        ('#set($x = "open)', 'this string has no closing "', 1, 11),
        ("#end", "'#end' stands without the directive it belongs to", 1, 1),
        ('#include("x")', "#include and #parse have no files to read", 1, 9),
    ],
)
def test_parse_errors_say_where(template: str, message: str, line: int, column: int) -> None:
    """A template that does not parse is refused with the line and column of the trouble."""
    with pytest.raises(VtlParseError) as refusal:
        Template(template)

    assert message in refusal.value.message
    assert (refusal.value.line, refusal.value.column) == (line, column)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n$text.substring(9)", "$text.substring(9): a string of 2 has no part from 9 to 2 at line 2, column 1"),
        ("$list[5]", "$list[5]: index 5 is out of bounds for length 1 at line 1, column 1"),
        ('$text.replaceAll("(", "")', "is no regular expression"),
    ],
)
def test_run_errors_say_where(template: str, message: str) -> None:
    """A template that fails at run time says which reference failed, and where."""
    with pytest.raises(VtlError) as refusal:
        Template(template).render({"text": "hi", "list": [1]})

    assert message in str(refusal.value)


def test_json_arrays() -> None:
    """A list out of a JSON document prints as JSON, a map as Java prints it. fact: vtl.json-arrays-print-as-json"""
    variables = {"array": JsonArray([{"foo": "bar"}]), "object": {"foo": JsonArray([{"nested": "bar"}])}}

    assert Template("$array $object").render(variables) == '[{"foo":"bar"}] {foo=[{"nested":"bar"}]}'


def test_loops_are_cut() -> None:
    """A loop takes a thousand turns, the rest is left out. fact: vtl.foreach-limit"""
    text = Template("#foreach($i in [1..1100])$foreach.count #end").render({})

    assert text.split()[-1] == "1000"


@pytest.mark.parametrize(
    "template",
    [
        "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end",
        "#macro(again)#again()#end#again()",
        '#set($x = "aaaaaaaaaa")#foreach($i in [1..1000])#set($x = $x + $x)#end',
        "#set($x = 9)#foreach($i in [1..1000])#set($x = $x * $x)#end",
        "#set($x = [])#set($ok = $x.add($x))$x",
        '$text.replaceAll("((a|aa)+)+[cd]", "x")',
        "#define($d)$d$d#end$d",
        "#if(" + "(" * 5000 + "true" + ")" * 5000 + ")#end",
        "#if(true)" * 500 + "#end" * 500,
        "#evaluate($self)",
        "#set($x = [1])#foreach($i in [1..90])#set($x = [$x, $x])#end$x",
        "#set($x = [1])#foreach($i in [1..90])#set($ok = $x.addAll($x))#end",
        "#set($x = [1..100000000])",
    ],
)
def test_hostile_templates_end(template: str) -> None:
    """What would run or grow without end is refused, soon."""
    with pytest.raises(VtlError):
        Template(template).render({"text": "a" * 60 + "b", "self": "#evaluate($self)"})

    assert STEPS == 250_000


def test_size() -> None:
    """A template may have 300 KB. fact: vtl.template-size"""
    Template("x" * SIZE)

    with pytest.raises(VtlError):
        Template("x" * (SIZE + 1))


def test_rendering_leaves_no_trace() -> None:
    """A compiled template renders the same again: what a run sets is gone with it."""
    template = Template("$!seen#set($seen = 1)#macro(m)x#end#m()")

    assert [template.render({}), template.render({})] == ["x", "x"]


_PIECES = st.sampled_from(
    ["$", "#", "{", "}", "(", ")", "[", "]", ".", "\\", '"', "'", " ", "\n", "a", "x", "1", "2.5", "-", "+", "*", "/",
     "%", "==", "!", "&&", "||", "<", ",", ":", "..", "#if(", "#end", "#else", "#foreach($i in ", "#set($x = ", "$x",
     "$x.y", "$x.size()", "$x[0]", "#macro(m $p)", "#m(1)", "#define($d)", "#evaluate(", "#stop", "#break", "##", "#*",
     "*#", "#[[", "]]#", "true", "null", "$x.split(\"a\")", "$x.get(", "$!{", "$text", "$list", "$map"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_no_python_error_leaks(template: str) -> None:
    """Whatever is written, a template renders or is refused in the language's own words."""
    try:
        Template(template).render({"text": "hello", "list": [1, "a", None], "map": {"a": 1}, "x": "y"})
    except VtlError:
        return
