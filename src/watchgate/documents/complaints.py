"""How do we tell a person what is wrong with a value? Turns pydantic's errors into our complaints."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from watchgate.documents.problems import Complaint, Path

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a mapping of keys to values",
    "dict_type": "a mapping of keys to values",
}


def complaints(error: ValidationError, model: type[BaseModel]) -> Iterator[Complaint]:
    """What *error* says about a value that should have been a *model*."""
    details = error.errors(include_url=False)
    for detail in details:
        # A list counts as too short as well when its items are wrong; the items are what there is to mend.
        if detail["type"] == "too_short" and any(_is_within(detail, other) for other in details):
            continue
        yield _complaint(detail, model)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean …?` with the nearest of *known*, or all of them when nothing is near."""
    names = sorted(known)
    return _nearest(word, names) or (f"Known here: {', '.join(names)}." if names else "")


def _nearest(word: str, names: list[str]) -> str:
    near = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else ""


def _is_within(outer: ErrorDetails, inner: ErrorDetails) -> bool:
    return len(inner["loc"]) > len(outer["loc"]) and inner["loc"][: len(outer["loc"])] == outer["loc"]


def _complaint(detail: ErrorDetails, model: type[BaseModel]) -> Complaint:  # noqa: PLR0911 -- one return for each kind of error
    path = tuple(step for step in detail["loc"] if step != "[key]")
    kind, context = detail["type"], detail.get("ctx", {})
    match kind:
        case "extra_forbidden":
            remedy = did_you_mean(str(path[-1]), known_keys(model, path[:-1]))
            return Complaint(path, "There is no such key.", remedy, is_about_key=True)
        case "missing":
            return Complaint(path[:-1], f"`{path[-1]}` is missing.", f"Add `{path[-1]}: …`.")
        case _ if kind in _EXPECTED:
            return Complaint(
                path,
                f"Must be {_EXPECTED[kind]}, not {_described(detail['input'])}.",
                _hint(path, kind, detail["input"]),
            )
        case "literal_error" | "enum":
            allowed = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
            return Complaint(
                path, f"Must be one of {', '.join(allowed)}.", _nearest(str(detail["input"]), allowed)
            )
        case "string_pattern_mismatch":
            return Complaint(path, f"Must look like `{_example(str(path[-1]))}`.", "")
        case "too_short":
            return Complaint(path, "Must not be empty.")
        case "value_error":
            return Complaint(path, _sentence(str(context["error"])))
        case _:
            return Complaint(
                path, _sentence(detail["msg"].replace("Input should", "must").replace("Tuple", "The list"))
            )


def known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that a mapping at *path* of a *model* may have."""
    inner: Any = model
    for step in path:
        inner = _inside(inner, step)
    inner = _bare(inner)
    return list(inner.model_fields) if isinstance(inner, type) and issubclass(inner, BaseModel) else []


def _inside(annotation: Any, step: str | int) -> Any:  # noqa: ANN401 -- a type annotation may be anything
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found = annotation.model_fields.get(str(step))
        return found.annotation if found else None
    arguments = get_args(annotation)
    if not arguments:
        return None
    return arguments[0] if isinstance(step, int) else arguments[-1]


def _bare(annotation: Any) -> Any:  # noqa: ANN401 -- a type annotation may be anything
    """Without `Annotated` and `| None`."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _described(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case _:
            return "a mapping"


def _hint(path: Path, kind: str, value: object) -> str:
    if path[-1:] == ("version",):
        return "Write it like 1.0.0."
    if kind == "string_type" and isinstance(value, int | float | bool):
        return f'Put it in quotes: "{str(value).lower()}".'
    if kind == "tuple_type" and isinstance(value, str):
        return "Put it in brackets: [ … ]."
    if kind in ("int_type", "float_type", "bool_type") and isinstance(value, str):
        return "Write it without quotes."
    return ""


def _example(key: str) -> str:
    return {"version": "1.0.0", "env": "OPENAI_API_KEY"}.get(key, "a-name-like-this")


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."
