"""What the interpreter tells the rules: one event per operation, with what is known about its operands.

Assignments, returns, operators and subscripts of what is wholly unknown are not told: no rule could speak of them.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union

from seqscore_lint.flow.values import Value

if TYPE_CHECKING:
    from seqscore_lint.flow.module import Function, Module


class Call(NamedTuple):
    """Any call whose callee has a name; ``name`` is canonical (``torch.softmax``) or ``.method``."""

    node: ast.Call
    name: str
    receiver: Value
    args: tuple[Value, ...]
    keywords: dict[str, Value]
    result: Value


class Normalise(NamedTuple):
    """softmax or log_softmax over one axis; ``axis`` is None where it was not given or not constant."""

    node: ast.AST
    function: str
    x: Value
    axis: int | None
    axis_given: bool
    library: str
    result: Value


class Elementwise(NamedTuple):
    """exp, log, sigmoid, softplus, log1p, expm1, … of one value."""

    node: ast.AST
    function: str
    x: Value
    base: str
    result: Value


class Select(NamedTuple):
    """One entry of each distribution is taken: by gather, by index, or as the maximum."""

    node: ast.AST
    how: str
    x: Value
    index: Value  # type: ignore[assignment]
    axis: int | None
    result: Value


class Reduce(NamedTuple):
    """Many numbers become one: by a function, a method, an accumulator, or sum divided by count."""

    node: ast.AST
    operation: str
    x: Value
    axis: int | None
    axis_given: bool
    axis_name: str
    spelled: str
    """``call``, ``loop`` (accumulator), ``list`` (over a list), ``ratio`` (sum divided by its count)."""
    result: Value


class Mask(NamedTuple):
    """Tokens are left out by a mask: multiplied with it, selected by it, or overwritten where it holds."""

    node: ast.AST
    x: Value
    """Scores of tokens, or token ids and labels."""
    mask: Value
    keeps: bool
    """Whether the tokens where the mask is true are those that stay."""
    result: Value


class Loss(NamedTuple):
    """cross_entropy, nll_loss, kl_div and their relatives."""

    node: ast.AST
    function: str
    x: Value
    target: Value
    reduction: str
    options: dict[str, Value]
    result: Value


class Binary(NamedTuple):
    """An arithmetic operation; ``operation`` is ``+ - * / ** // %``."""

    node: ast.AST
    operation: str
    left: Value
    right: Value
    result: Value


class Compare(NamedTuple):
    """A comparison of two values: ``operation`` is ``== != < <= > >= in is``."""

    node: ast.AST
    operation: str
    left: Value
    right: Value
    result: Value


class Choose(NamedTuple):
    """The best or worst of several: argmax, argmin, max, min, sorted, with or without a key."""

    node: ast.AST
    operation: str
    """``max`` or ``min``: which end is taken; ``sort-up`` and ``sort-down`` for an order."""
    x: Value
    """The value that is compared."""
    result: Value


class Forward(NamedTuple):
    """A model is called."""

    node: ast.Call
    model: Value
    inputs: Value
    keywords: dict[str, Value]
    result: Value


class Generate(NamedTuple):
    """A model generates."""

    node: ast.Call
    model: Value
    args: tuple[Value, ...]
    keywords: dict[str, Value]
    result: Value


class Tokenise(NamedTuple):
    """Text becomes token ids."""

    node: ast.Call
    tokenizer: Value
    text: Value
    keywords: dict[str, Value]
    result: Value


class Subscript(NamedTuple):
    """``base[index]`` is read; emitted for every subscript."""

    node: ast.Subscript
    base: Value
    index: Value  # type: ignore[assignment]
    result: Value


class Store(NamedTuple):
    """``base[index] = value`` or ``base.attr = value``; an in-place method such as masked_fill_ counts too."""

    node: ast.AST
    base: Value
    index: Value  # type: ignore[assignment]
    value: Value


class Assign(NamedTuple):
    """A name, an attribute or a dictionary key gets a value."""

    node: ast.AST
    name: str
    value: Value


class Return(NamedTuple):
    """A function returns, or an expression is printed or stored under a telling name."""

    node: ast.AST
    function: Function
    value: Value


class Show(NamedTuple):
    """A value is printed, formatted or passed on under a label: the words before it, or a keyword."""

    node: ast.AST
    name: str
    value: Value


class Loop(NamedTuple):
    """A loop is entered, its body known; of a comprehension over positions the node is what it goes over."""

    node: ast.AST
    iterated: Value


Event = Union[  # noqa: UP007
    Call, Normalise, Elementwise, Select, Reduce, Mask, Loss, Binary, Compare, Choose, Forward, Generate, Tokenise,
    Subscript, Store, Assign, Return, Show, Loop,
]  # fmt: skip


class Reporter(Protocol):
    """What a rule sees of its surroundings, and how it reports."""

    @property
    def function(self) -> Function:
        """The function being read; a nameless one at module level."""

    @property
    def module(self) -> Module:
        """The file: its imports, its words, the model classes it speaks of."""

    @property
    def loops(self) -> list[ast.AST]:
        """The enclosing loops, outermost first."""

    @property
    def reading(self) -> list[Function]:
        """The functions whose calls are being followed, innermost last."""

    @property
    def calls(self) -> list[ast.AST | None]:
        """The calls by which the function being read was reached, innermost last; None: it is read on its own."""

    def starts(self, whole: int | None, part: int | None) -> frozenset[int]:
        """The symbols of where a part starts in the sequence that it was joined to, by their origins."""

    def lookup(self, name: str) -> Value | None:
        """The value bound to a name where the event happens."""

    def report(self, node: ast.AST, message: str, *because: Value, trust: int = 2, **details: Any) -> None:
        """Report the bug at ``node``. The confidence is the weakest trust among ``because`` and ``trust``."""
