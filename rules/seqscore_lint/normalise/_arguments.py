"""One more argument in a call, laid out as the arguments before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst


def with_keyword(call: cst.Call, name: str, value: str) -> cst.Call:
    """The call with ``name=value`` at the end; a trailing comma and its line stay trailing."""
    import libcst as cst

    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    new = cst.Arg(cst.parse_expression(value), keyword=cst.Name(name), equal=equal)
    if not call.args:
        return call.with_changes(args=[new])
    *before, last = call.args
    if isinstance(last.comma, cst.Comma):
        between = before[-1].comma if before else cst.Comma(whitespace_after=call.whitespace_before_args)
        new, last = new.with_changes(comma=last.comma), last.with_changes(comma=between)
    return call.with_changes(args=[*before, last, new])
