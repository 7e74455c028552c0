"""Fixes as LibCST codemods.

Every rule with a fix is a codemod here, named after the rule, so that it also runs on its own:

    python -m libcst.tool codemod -x --no-format seqscore_lint.codemods.LogOfSoftmax eval.py

Importing this module imports libcst, which costs a quarter of a second: only what mends or shows a fix does.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import libcst as cst
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand
from libcst.codemod.visitors import AddImportsVisitor
from libcst.metadata import (
    MetadataWrapper,
    PositionProvider,
    QualifiedNameProvider,
    QualifiedNameSource,
    ScopeProvider,
)

from seqscore_lint.finding import Edit, Finding
from seqscore_lint.rule import Fix

Range = tuple[int, int, int, int]


class Scope:
    """What the names in a file mean, and a way to make a name mean something."""

    def __init__(self, command: VisitorBasedCodemodCommand) -> None:
        self._command = command

    def name(self, node: cst.CSTNode) -> str:
        """The full name of an imported or built-in function, ``torch.nn.functional.softmax``; else empty."""
        found = self._command.get_metadata(QualifiedNameProvider, node, set())
        known = {q.name for q in found if q.source is not QualifiedNameSource.LOCAL}
        return known.pop() if len(known) == len(found) == 1 else ""

    def means(self, name: str, at: cst.CSTNode) -> bool:
        """Whether a name is the module of that name where a node stands."""
        scope = self._command.get_metadata(ScopeProvider, at, None)
        return (
            scope is not None
            and {q.name for q in scope.get_qualified_names_for(name)} == {name}
            and name in scope
        )

    def import_name(self, module: str, name: str, at: cst.CSTNode) -> bool:
        """Have ``name`` mean ``module.name`` at a node, by an import if need be; False where it is taken."""
        scope = self._command.get_metadata(ScopeProvider, at, None)
        if scope is None:
            return False
        if name in scope:
            return {q.name for q in scope.get_qualified_names_for(name)} == {f"{module}.{name}"}
        AddImportsVisitor.add_needed_import(self._command.context, module, name)
        return True


class Fixer(VisitorBasedCodemodCommand):
    """Rewrites the flagged nodes; of nested ones the outermost, and none where a comment would be lost."""

    DESCRIPTION = "Mend scoring bugs."
    METADATA_DEPENDENCIES = (PositionProvider, QualifiedNameProvider, ScopeProvider)

    def __init__(self, context: CodemodContext, targets: Mapping[Range, Fix] | None = None) -> None:
        super().__init__(context)
        self.targets = dict(targets or {})
        self.replacements: dict[cst.CSTNode, cst.CSTNode] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Try a fix on the way down, while the node still has its metadata."""
        found = self.replacement(node)
        if found is None:
            return super().on_visit(node)
        self.replacements[node] = found[1]
        return False

    def replacement(self, node: cst.CSTNode) -> tuple[Range, cst.CSTNode] | None:
        """The place of a flagged node and what its fix makes of it; None where it is not flagged or not sure."""
        if not self.targets or isinstance(node, cst.Module):
            return None
        found = self.get_metadata(PositionProvider, node, None)
        if found is None:
            return None
        place = (found.start.line, found.start.column + 1, found.end.line, found.end.column + 1)
        fix = self.targets.get(place)
        new = fix.rewrite(node, Scope(self)) if fix else None
        return None if new is None or not _comments(node) <= _comments(new) else (place, new)

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        """Put the replacement in place."""
        if new := self.replacements.get(original_node):
            return _in_parentheses_of(original_node, new)
        return super().on_leave(original_node, updated_node)


class Proposer(Fixer):
    """Changes nothing, and keeps what each fix alone would put where, with the imports that it needs."""

    def __init__(self, targets: Mapping[Range, Fix]) -> None:
        super().__init__(CodemodContext(), targets)
        self.proposals: dict[Range, tuple[cst.CSTNode, cst.CSTNode, CodemodContext]] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Try a fix, and go on to the nodes in it."""
        self.context = CodemodContext()
        found = self.replacement(node)
        if found is not None and found[0] not in self.proposals:
            self.proposals[found[0]] = (node, found[1], self.context)
        return True


def targets(fixable: Sequence[tuple[Finding, Fix]]) -> dict[Range, Fix]:
    """The fixes by the place of the node that they rewrite."""
    return {(f.row, f.column, f.end_row, f.end_column): fix for f, fix in fixable}


def parse(text: str) -> Tree | None:
    """A text to be mended; None where LibCST does not know its syntax, or would not come to an end."""
    try:
        cases = (node.pattern for node in ast.walk(ast.parse(text)) if isinstance(node, ast.match_case))
        return None if any(_depth(pattern) > _MAX_PATTERNS for pattern in cases) else Tree(text)
    except (cst.ParserSyntaxError, RecursionError):
        return None


_MAX_PATTERNS = 10
"""LibCST's parser needs twice as long for every pattern around a pattern."""


def _depth(pattern: ast.AST) -> int:
    inner = (child for child in ast.iter_child_nodes(pattern) if isinstance(child, ast.pattern))
    return 1 + max(map(_depth, inner), default=0)


class Tree:
    """A file's text, parsed once for any number of fixes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
        self._added: dict[str, list[Edit]] = {}

    def mend(self, fixable: Sequence[tuple[Finding, Fix]]) -> str:
        """The text with the findings fixed; unchanged where no fix was sure or the result would not parse."""
        context = CodemodContext()
        try:
            changed = self._wrapper.visit(Fixer(context, targets(fixable)))
            text = AddImportsVisitor(context).transform_module(changed).code
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            return self._text
        return text

    def edits(self, fixable: Mapping[Finding, Fix]) -> dict[Finding, list[Edit]]:
        """What each fix alone changes, in order; nothing where it is not sure."""
        by_rule: dict[str, list[tuple[Finding, Fix]]] = {}
        for finding, fix in fixable.items():
            by_rule.setdefault(finding.code, []).append((finding, fix))
        try:
            return {f: edits for pairs in by_rule.values() for f, edits in self._edits(pairs)}
        except RecursionError:
            return {}

    def _edits(self, fixable: Sequence[tuple[Finding, Fix]]) -> Iterator[tuple[Finding, list[Edit]]]:
        """The edits of one rule's fixes, from one walk through the tree."""
        proposer = Proposer(targets(fixable))
        self._wrapper.visit(proposer)
        for finding, _ in fixable:
            place = (finding.row, finding.column, finding.end_row, finding.end_column)
            proposal = proposer.proposals.get(place)
            if proposal is None:
                yield finding, []
                continue
            old, new, context = proposal
            yield finding, sorted([*self._imports(context), Edit(*place, self._content(place, old, new))])

    def _content(self, place: Range, old: cst.CSTNode, new: cst.CSTNode) -> str:
        """The text of a new node where the old one stood."""
        content = self._wrapper.module.code_for_node(_without_parentheses_of(old, new))
        if len(content.splitlines()) < 2:
            return content
        # Only the whole file knows the indentation of further rows.
        replaced = self._wrapper.module.deep_replace(old, _in_parentheses_of(old, new))
        changed = cst.ensure_type(replaced, cst.Module).code
        after = len(self._text) - self._offset(*place[2:])
        return changed[self._offset(*place[:2]) : len(changed) - after]

    def _offset(self, row: int, column: int) -> int:
        starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", self._text))]
        return starts[row - 1] + column - 1

    def _imports(self, context: CodemodContext) -> list[Edit]:
        """The edits that add what a fix imports."""
        wanted = repr(context.scratch)
        known = self._added.get(wanted)
        if known is None:
            module = self._wrapper.module
            imports = AddImportsVisitor(context).transform_module(module).code
            known = self._added[wanted] = difference(module.code, imports)
        return known


def difference(old: str, new: str) -> list[Edit]:
    """The edits, in order, that turn one text into another."""
    from difflib import SequenceMatcher

    a, b = (re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text) for text in (old, new))
    same = _common(a, b)  # the matcher alone takes the square of many equal rows
    ending = _common(a[same:][::-1], b[same:][::-1])
    matcher = SequenceMatcher(None, a[same : len(a) - ending], b[same : len(b) - ending], autojunk=False)
    edits = []
    for tag, *places in matcher.get_opcodes():
        first, last, b_first, b_last = (place + same for place in places)
        if tag == "equal":
            continue
        before, after = "".join(a[first:last]), "".join(b[b_first:b_last])
        whole = "\r" in before + after  # no place lies inside a line ending
        head = 0 if whole else _common(before, after)
        tail = 0 if whole else _common(before[head:][::-1], after[head:][::-1])
        start = _place(before[:head], first + 1)
        end = _place(before[: len(before) - tail], first + 1)
        edits.append(Edit(*start, *end, after[head : len(after) - tail]))
    return edits


def _place(text: str, row: int) -> tuple[int, int]:
    rows = re.split(r"\r\n|\r|\n", text)
    return row + len(rows) - 1, len(rows[-1]) + 1


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """The length of the common start."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _comments(node: cst.CSTNode) -> Counter[str]:
    found: Counter[str] = Counter()

    class Collect(cst.CSTVisitor):
        def visit_Comment(self, node: cst.Comment) -> None:
            found[node.value] += 1

    node.visit(Collect())
    return found


def _in_parentheses_of(old: cst.CSTNode, new: cst.CSTNode) -> cst.CSTNode:
    if isinstance(old, cst.BaseExpression) and isinstance(new, cst.BaseExpression) and not new.lpar:
        return new.with_changes(lpar=old.lpar, rpar=old.rpar)
    return new


def _without_parentheses_of(old: cst.CSTNode, new: cst.CSTNode) -> cst.CSTNode:
    """What stands where the old node stood, between the parentheses that are not part of its place."""
    if isinstance(old, cst.BaseExpression) and isinstance(new, cst.BaseExpression) and old.lpar:
        return new.with_changes(lpar=new.lpar[1:], rpar=new.rpar[1:])
    return new


def _commands() -> dict[str, type[Fixer]]:
    """A codemod for every rule that has a fix, named after it."""
    from seqscore_lint.registry import rules

    return {
        "".join(word.capitalize() for word in rule.row.slug.split("-")): _command(rule)
        for rule in rules()
        if rule.fix
    }


def _command(rule: Any) -> type[Fixer]:
    class Command(Fixer):
        DESCRIPTION = rule.fix.message

        def visit_Module(self, node: cst.Module) -> None:
            from seqscore_lint.runner import findings_of

            self.targets = targets([(finding, rule.fix) for finding in findings_of(node.code, rule)])

    Command.__name__ = Command.__qualname__ = "".join(word.capitalize() for word in rule.row.slug.split("-"))
    Command.__doc__ = rule.fix.message
    return Command


def __getattr__(name: str) -> Any:
    if name[:1].isupper() and (command := _commands().get(name)):
        globals()[name] = command
        return command
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_commands()])
