"""Draw the lessons' diagrams, ``notebooks/images/*.svg``, from the same parts as the lab's own pictures.

``--check`` writes nothing and fails when a file differs.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from apiglab.lab.html import Html, element
from apiglab.lab.palette import BLUE, GREEN, GREY, ORANGE
from apiglab.lab.pipeline import PHASES
from apiglab.lab.svg import box, number, picture, stroke, text

IMAGES = Path(__file__).resolve().parents[1] / "notebooks" / "images"
INK = "#1b1b1b"


def paper(alt: str, width: float, height: float, parts: Iterable[Html]) -> str:
    """A picture on a sheet of its own, so that it can be read on dark pages too."""
    sheet = box(0, 0, width, height, "#ffffff", rounded=8)
    ink = element("g", *parts, fill=INK, font_family="sans-serif")
    svg = picture(alt, sheet, ink, width=width, height=height)
    # A file of its own has no place to shrink with: it says how large it is.
    return svg.replace('width="100%"', f'width="{number(width)}" height="{number(height)}"', 1) + "\n"


def station(x: float, y: float, width: float, title: str, lines: Sequence[str], colour: str) -> list[Html]:
    """A box with a title and a few lines under it."""
    height = 30 + 15 * len(lines)
    outline = f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h-{number(width)}z"
    parts = [box(x, y, width, height, colour, opacity=".12"), stroke(outline, colour, width=1.5)]
    parts.append(text(x + 10, y + 19, title, weight="600"))
    return parts + [text(x + 10, y + 36 + 15 * index, line) for index, line in enumerate(lines)]


def arrow(x: float, y: float, to: float, label: str) -> list[Html]:
    """A horizontal arrow with words above it."""
    back = 5 if to < x else -5
    path = f"M{number(x)} {number(y)}H{number(to)}m{back}-4L{number(to)} {number(y)}l{back} 4"
    return [stroke(path, INK), text((x + to) / 2, y - 6, label, anchor="middle")]


def request_to_function() -> str:
    """Lesson 01: HTTP on the left of the gateway, JSON on its right."""
    alt = "A client sends HTTP to API Gateway, which invokes a Lambda function with an event in JSON, and back."
    parts = [
        *station(10, 40, 110, "Client", ["curl, a browser,", "an app"], GREY),
        *station(270, 25, 150, "API Gateway", ["finds the method,", "makes the event,", "checks the answer"], BLUE),
        *station(
            570,
            25,
            150,
            "Lambda function",
            ["handler(event, context)", "is called once, and", "returns a dict"],
            ORANGE,
        ),
        *arrow(124, 60, 266, "GET /dev/hello"),
        *arrow(266, 88, 124, "200, body"),
        *arrow(424, 60, 566, "event (JSON)"),
        *arrow(566, 88, 424, "dict (JSON)"),
        text(195, 130, "HTTP", anchor="middle", weight="600"),
        text(495, 130, "Invoke: JSON only", anchor="middle", weight="600"),
    ]
    return paper(alt, 730, 145, parts)


def resource_tree() -> str:
    """Lesson 02: the tree that the lesson builds."""
    alt = "The resource tree of the Paws & Co API, from the root to its leaves, with the methods of each resource."
    nodes = [
        (0, "/", ""),
        (1, "/pets", "GET  POST"),
        (2, "/pets/new", "GET"),
        (2, "/pets/{petId}", "GET"),
        (1, "/staff", ""),
        (2, "/staff/{proxy+}", "ANY"),
    ]
    parts: list[Html] = []
    for row, (depth, path, verbs) in enumerate(nodes):
        x, y = 20 + 60 * depth, 32 + 30 * row
        if depth:
            above = max(index for index in range(row) if nodes[index][0] == depth - 1)
            parts.append(stroke(f"M{x - 50} {38 + 30 * above}V{y - 4}H{x - 6}", GREY))
        parts.append(text(x, y, path, weight="600"))
        parts.append(text(250, y, verbs))
    return paper(alt, 345, 205, parts)


def draft_deployment_stage() -> str:
    """Lesson 02: what is edited, what is kept, what is served."""
    alt = "The draft is photographed into deployments; the stage dev points at one of them and serves clients."
    parts = [
        *station(10, 78, 150, "Draft", ["the API as you", "edit it"], ORANGE),
        *station(330, 10, 160, "Deployment 1", ["a snapshot, frozen"], GREY),
        *station(330, 85, 160, "Deployment 2", ["a snapshot, frozen"], GREEN),
        *station(590, 85, 130, "Stage dev", ["points at one"], BLUE),
        *arrow(164, 108, 326, "create_deployment"),
        *arrow(586, 108, 494, "deploymentId"),
        text(655, 150, "clients call …/dev/pets", anchor="middle"),
    ]
    return paper(alt, 730, 165, parts)


def one_front() -> str:
    """Lesson 05: one API, and what stands behind it."""
    alt = "Clients call one API, which calls a Lambda function, an HTTP server, a queue and a Step Functions workflow."
    backends = (
        ("Lambda function", "the fees", ORANGE, "AWS"),
        ("HTTP server", "the kennel book", GREY, "HTTP, HTTP_PROXY"),
        ("SQS queue", "the orders", GREEN, "AWS"),
        ("Step Functions workflow", "the adoptions", GREEN, "AWS"),
    )
    parts = [
        *station(10, 108, 110, "Clients", ["curl, a browser,", "an app"], GREY),
        *station(
            270,
            78,
            150,
            "API Gateway",
            ["one address", "one set of rules", "for who may call,", "how often, and", "what they see"],
            BLUE,
        ),
        *arrow(124, 138, 266, "HTTPS"),
    ]
    for row, (title, told, colour, kind) in enumerate(backends):
        y = 10 + 68 * row
        parts += [*station(570, y, 190, title, [told], colour), *arrow(424, y + 28, 566, kind)]
    return paper(alt, 770, 280, parts)


def phases(highlighted: Sequence[str], alt: str) -> str:
    """The request's phases in two rows, some of them highlighted: the same picture in every lesson."""
    width, height, gap, half = 148, 34, 10, (len(PHASES) + 1) // 2
    parts: list[Html] = []
    for index, phase in enumerate(PHASES):
        row, column = divmod(index, half)
        x, y = 10 + column * (width + gap), 12 + row * (height + 14)
        colour = BLUE if phase in highlighted else GREY
        outline = f"M{x} {y}h{width}v{height}h-{width}z"
        parts += [
            box(x, y, width, height, colour, opacity=".25" if phase in highlighted else ".06"),
            stroke(outline, colour, width=2 if phase in highlighted else 1),
            text(x + 8, y + 21, f"{index + 1} {phase}", weight="600" if phase in highlighted else None),
        ]
    return paper(alt, 10 + half * (width + gap), 2 * height + 38, parts)


def diagrams() -> dict[str, str]:
    """Every diagram by the name of its file."""
    boxes = ("Integration request", "Integration", "Integration response", "Method response")
    return {
        "01_request_to_function.svg": request_to_function(),
        "02_resource_tree.svg": resource_tree(),
        "02_draft_deployment_stage.svg": draft_deployment_stage(),
        "05_one_front.svg": one_front(),
        "02_four_boxes.svg": phases(boxes, f"The phases of a request, in order: {', '.join(PHASES)}."),
    }


def main(arguments: list[str]) -> int:
    """Write the diagrams, or with ``--check`` name those that differ."""
    drawn = diagrams()
    if "--check" in arguments:
        stale = [name for name, svg in drawn.items() if not _is(IMAGES / name, svg)]
        sys.stderr.write(
            "".join(f"notebooks/images/{name} differs: run python tools/draw_diagrams.py\n" for name in stale)
        )
        return 1 if stale else 0
    IMAGES.mkdir(exist_ok=True)
    for name, svg in drawn.items():
        (IMAGES / name).write_text(svg, encoding="utf-8")
    return 0


def _is(path: Path, svg: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == svg


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
