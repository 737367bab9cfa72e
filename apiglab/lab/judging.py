"""Run a check on a learner's attempt; what the learner's own code raises becomes an outcome, not a traceback."""

import linecache
import sysconfig
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from apiglab.lab.errors import LabError
from apiglab.lab.exercises import TODO, Exercise, Outcome, Verdict

USUALLY: dict[str, str] = {
    "AttributeError": "a value is not what you think it is: often None, because a function lacks its return",
    "IndexError": "a list is shorter than you think: print it",
    "JSONDecodeError": "the text is not JSON: print it; a missing body is the empty text",
    "KeyError": "a dictionary lacks that key: print the dictionary, AWS's names are case-sensitive",
    "NameError": "the name is misspelt, or its cell has not been run",
    "ParamValidationError": "a parameter's name or type is wrong: boto3 says which, before anything is sent",
    "TypeError": "a call got other arguments than it takes, or None was used as a value",
    "ClientError": "AWS refused the call: the code says why, lab.explain and the journey say where to look",
}
"""What an error of that type usually means."""

_PACKAGE = str(Path(__file__).resolve().parents[1])
_NOT_LEARNERS = tuple(str(Path(path).resolve()) for path in sysconfig.get_paths().values() if path)


def judge(exercise: Exercise, lab: Any, attempt: Any) -> Outcome:
    """The check's outcome; NOT ATTEMPTED for an untouched blank, ERROR for what the learner's code raised."""
    if attempt is TODO:
        return Outcome(kind=Verdict.NOT_ATTEMPTED, diagnosis_id="blank", message="Nothing here yet: replace TODO.")
    try:
        return exercise.check(lab, attempt)
    except LabError:
        raise
    # The boundary between our code and a learner's: anything may come out of theirs.
    except Exception as error:  # what did not come from the learner's code is raised again
        line = _learners_line(error.__traceback__)
        if line is None:
            raise
        return _error(error, *line)


def _error(error: Exception, number: int, text: str) -> Outcome:
    names = [kind.__name__ for kind in type(error).__mro__]
    usually = next((USUALLY[name] for name in names if name in USUALLY), "")
    return Outcome(
        kind=Verdict.ERROR,
        diagnosis_id=f"raised.{_code(error)}",
        message=f"your code raised {_code(error)} in its line {number}: {text}",
        got=_said(error),
        next_look=usually,
    )


def _code(error: Exception) -> str:
    # botocore makes its errors' types on the fly; the code in the answer is what AWS calls it.
    answer = getattr(error, "response", None)
    code = answer.get("Error", {}).get("Code") if isinstance(answer, dict) else None
    return str(code or type(error).__name__)


def _said(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else "no message"


def _learners_line(where: TracebackType | None) -> tuple[int, str] | None:
    """The number and text of the learner's line that raised, or None where no line was the learner's."""
    for frame, number in reversed(list(traceback.walk_tb(where))):
        file = frame.f_code.co_filename
        if not file.startswith((_PACKAGE, *_NOT_LEARNERS)):
            return number, linecache.getline(file, number, frame.f_globals).strip()
    return None
