"""Errors for learners: where it happened, what happened, what to do next; never forty frames of ours."""


class LabError(Exception):
    """Something the lab could not do for a learner, in three short lines."""

    def __init__(self, where: str, what: str, next_step: str) -> None:
        super().__init__(where, what, next_step)
        self.where = where
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\nNext: {self.next_step}"

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [f"Where: {self.where}", f"What:  {self.what}", f"Next:  {self.next_step}"]


def local_only(what: str) -> LabError:
    """The error for ``what`` only the local AWS can do, asked of a real account."""
    return LabError("Lab on AWS", f"{what} exists only on the local backend", 'use apiglab.Lab(backend="local")')
