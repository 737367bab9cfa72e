"""Small shapes and operations to try the protocol on."""

from apiglab.control.protocol.shapes import Location, Member, Operation, Shape

TEXT = Shape("String", "string")
NUMBER = Shape("Integer", "integer")
SHARE = Shape("Double", "double")
FLAG = Shape("Boolean", "boolean")
WHEN = Shape("Timestamp", "timestamp")
BLOB = Shape("Blob", "blob")
KIND = Shape("Kind", "string", enum=("CAT", "DOG"))
CODE = Shape("StatusCode", "string", pattern=r"[1-5]\d\d")
AGE = Shape("Age", "integer", minimum=0, maximum=20)


def a_list(element: Shape) -> Shape:
    """A list of ``element``."""
    return Shape(f"ListOf{element.name}", "list", element=element)


def a_map(value: Shape) -> Shape:
    """A map from strings to ``value``."""
    return Shape(f"MapOf{value.name}", "map", element=value)


def member(
    name: str, shape: Shape, location: Location = "body", *, wire: str | None = None, required: bool = False
) -> Member:
    """One member of a structure."""
    return Member(name, wire or name, location, shape, required)


def a_structure(*members: Member, name: str = "Pet", payload: str | None = None) -> Shape:
    """A structure of ``members``."""
    return Shape(name, "structure", members={each.name: each for each in members}, payload=payload)


def an_operation(
    *members: Member,
    name: str = "PutPet",
    method: str = "PUT",
    path: str = "/pets/{pet_id}",
    query: tuple[tuple[str, str], ...] = (),
    payload: str | None = None,
    output: Shape | None = None,
) -> Operation:
    """An operation that takes ``members``."""
    segments = tuple(path.removeprefix("/").split("/"))
    return Operation(name, method, segments, query, 200, a_structure(*members, payload=payload), output)
