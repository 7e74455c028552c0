"""What ``--explain`` and ``--list-rules`` print: a rule's own documentation and examples."""

from __future__ import annotations

import json

from seqscore_lint import registry
from seqscore_lint.codes import CODES, Code
from seqscore_lint.rule import Rule


def find(name: str) -> Code | None:
    """The code that a code or a name stands for."""
    return next((c for c in (CODES | registry.known_codes()).values() if name in (c.code, c.slug)), None)


def explain(code: Code) -> str:
    """A rule's page: documentation, fix, wrong and right examples, as Markdown."""
    rule = next((rule for rule in registry.rules() if rule.code == code.code), None)
    if rule is None:
        return _without_rule(code)
    title, _, body = rule.doc.strip().partition("\n")
    fix = (
        f"{rule.fix.message} ({rule.fix.applicability}: {_SAFETY[rule.fix.applicability]})"
        if rule.fix
        else "none"
    )
    parts = [
        f"# {code.code} {code.slug}",
        title,
        f"Stage: {code.stage}. Fix by `--fix`: {fix}.",
        body.strip(),
        "## Wrong",
        *(_block(example) for example in rule.wrong),
        "## Right",
        *(_block(example) for example in rule.right),
        f"Suppress one finding with `# seqscore: ignore[{code.code}] reason`.",
    ]
    return "\n\n".join(parts) + "\n"


_SAFETY = {
    "safe": "the same value up to rounding",
    "unsafe": "the number changes on purpose; needs `--unsafe-fixes`",
}


def _without_rule(code: Code) -> str:
    if code is registry.UNUSED:
        from seqscore_lint import suppress

        return f"# {code.code} {code.slug}\n\n{(suppress.__doc__ or '').strip()}\n"
    seen = [
        text
        for text, holds in (
            ("a wrong number can be recognised as it (`pytest_seqscore.diagnose`)", code.diagnose),
            ("a conformance check catches it (`pytest_seqscore.check_scorer`)", code.check),
        )
        if holds
    ]
    others = " and ".join(seen) or "nothing looks for it yet"
    stage = f"Stage: {code.stage}. The linter has no rule for it; {others}."
    return f"# {code.code} {code.slug}\n\n{code.title}\n\n{stage}\n"


def _block(example: str) -> str:
    return f"```python\n{example.strip()}\n```"


def list_rules(as_json: bool) -> str:
    """All rules, one a line or as JSON."""
    rules = registry.rules()
    if as_json:
        rows = [
            {
                "code": c.code,
                "name": c.slug,
                "stage": c.stage,
                "summary": c.title,
                "fix": _applicability(rule),
            }
            for rule in rules
            for c in (rule.row,)
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    rows_ = [(r.code, r.row.slug, r.row.stage, _applicability(r) or "-", r.row.title) for r in rules]
    rows_.append(
        (registry.UNUSED.code, registry.UNUSED.slug, registry.UNUSED.stage, "-", registry.UNUSED.title)
    )
    rows_.sort()
    widths = [max(len(row[i]) for row in rows_) for i in range(4)]
    return "".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) + "\n"
        for row in rows_
    )


def _applicability(rule: Rule) -> str | None:
    return rule.fix.applicability if rule.fix else None
