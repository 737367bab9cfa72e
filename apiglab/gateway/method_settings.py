"""A stage's settings of its methods, found by resource path and verb at once.

https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
"""

from collections.abc import Mapping

from apiglab.model.stage import MethodSetting, Stage

ALL = "*/*"
"""The key of what holds for every method without settings of its own."""


class MethodSettings:
    """What a stage has set for its methods."""

    __slots__ = ("_default", "_own")

    def __init__(self, by_key: Mapping[str, MethodSetting]) -> None:
        """``by_key``: as the stage has them, ``pets/GET``, ``~1pets~1{id}/GET`` and ``*/*``."""
        self._default = by_key.get(ALL)
        self._own = {_place(key): setting for key, setting in by_key.items() if key != ALL}

    def __bool__(self) -> bool:
        """Whether anything is set."""
        return self._default is not None or bool(self._own)

    def find(self, path: str, verb: str) -> MethodSetting | None:
        """The settings of one method of the resource ``path``: its own, else those of all, else None.

        fact: throttling.method-settings
        """
        return self.own(path, verb) or self._default

    def own(self, path: str, verb: str) -> MethodSetting | None:
        """The settings that were made for this method alone."""
        return self._own.get((path, verb)) if self._own else None


NO_SETTINGS = MethodSettings({})


def method_settings(stage: Stage) -> MethodSettings:
    """The settings of ``stage``, ready to be looked up in."""
    return MethodSettings(stage.method_settings) if stage.method_settings else NO_SETTINGS


def _place(key: str) -> tuple[str, str]:
    """Resource path and verb of a key, whose slashes may be written ``~1``. fact: control.method-setting-keys"""
    resource, _, verb = key.rpartition("/")
    path = resource.replace("~1", "/").replace("~0", "~")
    return (path if path.startswith("/") else f"/{path}"), verb
