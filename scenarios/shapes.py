"""Read plain JSON data into frozen dataclasses, and write it back: the dataclass is the schema.

Errors name the place in the words of the data (`scenes[3].choices[0].label`), because an author or
an importer reads them. Values equal to a field's default are left out when writing, so a field
added later never changes an old hash.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union

T = TypeVar("T")


class ShapeError(ValueError):
    """The data does not have the shape of a graph; `path` says where, `message` what to do about
    it.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


def read(kind: type[T], data: object, path: str = "") -> T:
    """Return `data` as an instance of the frozen dataclass `kind`, or raise ShapeError."""
    value: T = _read_value(kind, data, path)
    return value


def plain(value: object) -> Any:
    """Return a dataclass as plain JSON data, leaving out every field that still has its default."""
    writer = getattr(value, "to_json", None)
    if writer is not None:
        return writer()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not _same(getattr(value, field.name), _default(field))
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def _same(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read_value(hint: Any, data: object, path: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _read_union(typing.get_args(hint), data, path)
    if origin is Literal:
        return _read_word(typing.get_args(hint), data, path)
    if origin is tuple:
        return _read_list(typing.get_args(hint)[0], data, path)
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping(typing.get_args(hint)[1], data, path)
    if hasattr(hint, "from_json"):
        return hint.from_json(data, path)
    if dataclasses.is_dataclass(hint):
        return _read_record(typing.cast("type", hint), data, path)
    return _read_scalar(hint, data, path)


def _read_union(hints: tuple[Any, ...], data: object, path: str) -> Any:
    if data is None and type(None) in hints:
        return None
    scalars = [hint for hint in hints if hint in (bool, int, str)]
    for hint in scalars:
        if type(data) is hint:
            return data
    others = [hint for hint in hints if hint is not type(None) and hint not in scalars]
    if others:
        return _read_value(others[0], data, path)
    raise ShapeError(path, f"expected {' or '.join(hint.__name__ for hint in scalars)}")


def _read_word(words: tuple[str, ...], data: object, path: str) -> Any:
    if isinstance(data, str) and data in words:
        return data
    raise ShapeError(path, f"use one of: {', '.join(word or '(empty)' for word in words)}")


def _read_list(hint: Any, data: object, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise ShapeError(path, "expected a list")
    return tuple(_read_value(hint, item, f"{path}[{index}]") for index, item in enumerate(data))


def _read_mapping(hint: Any, data: object, path: str) -> dict[str, Any]:
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise ShapeError(path, "expected names with values")
    return {key: _read_value(hint, item, f"{path}.{key}") for key, item in data.items()}


def _read_record(kind: type, data: object, path: str) -> Any:
    if not isinstance(data, Mapping):
        raise ShapeError(path, "expected named fields")
    hints = _hints(kind)
    unknown = [str(key) for key in data if key not in hints]
    if unknown:
        raise ShapeError(_join(path, unknown[0]), "there is no such field")
    values = {key: _read_value(hints[key], item, _join(path, key)) for key, item in data.items()}
    for field in dataclasses.fields(kind):
        if field.name not in values and _default(field) is dataclasses.MISSING:
            raise ShapeError(_join(path, field.name), "is missing")
    return kind(**values)


def _read_scalar(hint: Any, data: object, path: str) -> Any:
    if type(data) is hint:
        if hint is str and "\x00" in typing.cast("str", data):
            raise ShapeError(path, "contains a character that cannot be stored")
        return data
    names = {str: "text", int: "a whole number", bool: "true or false"}
    raise ShapeError(path, f"expected {names.get(hint, str(hint))}")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
