"""What the fields of bodies mean, by name, and an example of each: told by who knows the words of the business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field means, with its unit, and an example; `shown` puts it into examples where it may be left out."""

    meaning: str = ""
    example: Any = None
    shown: bool = False


_words: dict[str, FieldWords] = {}


def describe_fields(words: Mapping[str, FieldWords]) -> None:
    """Make known what fields of these names mean."""
    _words.update(words)


def meaning_of(name: str) -> str:
    """Say what a field of a name means, or nothing."""
    return _words[name].meaning if name in _words else ""


def explained(schema: Schema, name: str) -> Schema:
    """Give the schema of a field with what it means, where that is known and nothing is said of it yet."""
    known = _words.get(name)
    return {**schema, "description": known.meaning} if known and known.meaning and "$ref" not in schema else schema


def example_of(schema: Schema, components: Mapping[str, Schema], name: str = "", depth: int = 0) -> Any:
    """Make a value that fits a schema, with the examples of known fields; what may be left out mostly is."""
    if "$ref" in schema:
        return example_of(components[schema["$ref"].rpartition("/")[2]], components, name, depth)
    if "anyOf" in schema:
        arms = [arm for arm in schema["anyOf"] if arm.get("type") != "null"]
        return example_of({**arms[0], **({"default": schema["default"]} if "default" in schema else {})}, components,
                          name, depth)  # fmt: skip
    if "enum" in schema:
        if name in _words and _words[name].example in schema["enum"]:
            return _words[name].example
        return schema.get("default") or next((one for one in schema["enum"] if one not in ("", None)), None)
    if schema.get("type") == "array":
        return _list(schema, components, name, depth)
    if schema.get("type") == "object":
        return _record(schema, components, name, depth)
    return _plain(schema, name)


def _list(schema: Schema, components: Mapping[str, Schema], name: str, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [example_of(part, components, name, depth + 1) for part in schema["prefixItems"]]
    singular = name[:-4] + "_id" if name.endswith("_ids") else name
    return [example_of(schema["items"], components, singular, depth + 1)] if depth < DEEPEST else []


def _record(schema: Schema, components: Mapping[str, Schema], name: str, depth: int) -> dict[str, Any]:
    inner = schema.get("additionalProperties")
    if isinstance(inner, dict):
        key = str(_id()) if "propertyNames" in schema else name
        return {key: example_of(inner, components, name, depth + 1)}
    needed: Sequence[str] = schema.get("required", ())
    return {
        field: example_of(part, components, field, depth + 1)
        for field, part in schema.get("properties", {}).items()
        if field in needed or (depth < DEEPEST and field in _words and _words[field].shown)
    }


def _id() -> int:
    return 410_041


def _plain(schema: Schema, name: str) -> Any:
    kind, known = schema.get("type"), _words.get(name)
    decimal = kind == "string" and "pattern" in schema and "examples" in schema
    if known is not None and known.example is not None:
        fits = {"string": str, "integer": int, "boolean": bool}.get(str(kind))
        if fits and type(known.example) is fits and not decimal:
            return known.example
        if decimal and isinstance(known.example, str):
            return known.example
    if kind == "integer":
        least, most = schema.get("minimum", 1), schema.get("maximum", _id())
        return max(min(_id(), most), least)
    if kind == "boolean":
        return schema.get("default", True)
    if kind == "null":
        return None
    formats = {"date": "2026-12-24", "date-time": "2026-12-24T09:00:00Z", "time": "14:00"}
    if schema.get("format") in formats:
        return formats[schema["format"]]
    if schema.get("contentEncoding") == "base64":
        return "QSBmaWxl"
    if decimal:
        return "12.50"
    return schema.get("default") or "text"
