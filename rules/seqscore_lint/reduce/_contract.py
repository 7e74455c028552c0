"""What code says that it computes: the promises that a reduction is held against.

A mean of log-probabilities is right or wrong by what it is called, so several rules of this stage ask a
function's name, its documentation and its comments, and the names that a value is stored under.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reporter
from seqscore_lint.flow.module import Function
from seqscore_lint.flow.operations.places import END
from seqscore_lint.flow.values import Value

LOG_WORDS = (
    "softmax",
    "Softmax",
    "SoftMax",
    "logsumexp",
    "logprob",
    "log_prob",
    "log-prob",
    "logProb",
    "logp",
    "log_p",
    "transition_scores",
    "sequence_score",
    "conditional_score",
    "partial_score",
    "loglik",
    "log_lik",
    " lps",
    "(lps",
    "_lps",
    " lp ",
    "(lp",
    "_lp",
    "_ll",
    " lls",
    "(lls",
    '"lls"',
    "'lls'",
    '"lps"',
    "'lps'",
)
"""Without one of these a file holds no log-probabilities: the search for words of the rules on them."""

PPL_WORDS = ("erplex", "PPL", " ppl", "(ppl", "[ppl", ".ppl", "_ppl", "ppl_", '"ppl', "'ppl", "/ppl")
"""How perplexities are spelled; the bare word is in "apply" too."""

LOSS_WORDS = ("loss", "Loss", "ntropy", "nll", "NLL", *LOG_WORDS)
"""Without one of these it holds no negative log-likelihoods either."""

_TEXTS = (
    r"(?:seq(?:uence)?|sent(?:ence)?|answer|ans|completion|continuation|cont|option|choice|candidate|cand|"
    r"response|"
    r"resp|target|reply|text|string|hypothes[ei]s|hyp|utterance|passage|ending|suffix|caption|translation|"
    r"summary|label|"
    r"document|doc|query|class|verbali[sz]er|chosen|rejected|proof|program|output|generation)"
)
_WHOLE = r"(?:total|joint|sum(?:med)?|cum(?:ulative)?|full|overall|whole)"
_LOG = (
    r"(?:log[-_ ]?prob(?:s|abilit(?:y|ies))?|log[-_ ]?ps?|lps?|lls?|log[-_ ]?lik(?:elihood)?s?|"
    r"log[-_ ]?score|nlls?|"
    r"negative[-_ ]log[-_ ]likelihoods?)"
)
_PROB = r"(?:prob(?:s|abilit(?:y|ies))?|likelihoods?)"

_WHOLE_LOG = re.compile(
    rf"(?<![a-z])(?:{_TEXTS}|{_WHOLE})s?[-_ ](?:\w+[-_ ])?{_LOG}(?![a-z])|"
    rf"(?<![a-z]){_LOG}[-_ ](?:of[-_ ])?(?:the[-_ ])?"
    rf"(?:{_TEXTS}|{_WHOLE})s?(?![a-z])|log[-_ ]?lik(?:elihood)?s?(?![a-z])|"
    rf"log[-_ ]?prob\w*\s+(?:of|for|that|with which|the model)\s+(?:the|a|an|each|every|its|one|this|all)\s|"
    rf"log[-_ ]?prob\w*\s+(?:of|for)\s+(?:[`*\"']*\w+[`*\"']*\s+)?(?:given|under|as|after|following)\b|"
    r"\blog[-_ ]?p(?:i|r|rob|_\w+)?\s*\(|\bln p\s*\(|joint log|chain rule|sum of (?:the )?(?:token )?log",
    re.IGNORECASE,
)
_WHOLE_PROB = re.compile(
    rf"(?<![a-z])(?:{_TEXTS}|{_WHOLE})s?[-_ ]{_PROB}(?![a-z])|(?<![a-z])(?:p|prob|"
    rf"probability)[-_](?:of[-_])?(?:the[-_])?{_TEXTS}(?![a-z])|"
    rf"(?<![a-z-])prob(?:ability|abilities)\s+(?:of|for|that|with which)\s+(?:the|a|an|each|every|its|"
    rf"this)\s+(?!token|next|chosen token)|"
    rf"(?<![a-z])p\s*\(\s*\w+(?:\s*\|)|joint prob|chain rule",
    re.IGNORECASE,
)
_WHOLE_NLL = re.compile(
    rf"(?<![a-z])(?:{_TEXTS}|{_WHOLE})s?[-_ ](?:\w+[-_ ])?(?:nlls?|neg(?:ative)?[-_ ]log[-_ ]?(?:lik\w*|"
    rf"prob\w*))(?![a-z])|"
    rf"(?:neg(?:ative)?[-_ ])log[-_ ]?(?:lik|prob)\w*\s+(?:of|for)\s+(?:the|a|an|each|every|its|one|this|"
    rf"all)\s+(?:\w+\s+)?{_TEXTS}",
    re.IGNORECASE,
)
_AVERAGES = re.compile(
    r"(?<![a-z])(?:mean|average[sd]?|averaging|avg)(?![a-z])|perplexit|(?<![a-z])ppls?(?![a-z])|simpo|orpo|"
    r"(?<![a-z])ipo(?![a-z])|"
    r"gspo|bits[-_ ]?per|(?<![a-z])bp[bcw](?![a-z])|geometric|length[-_ ]?(?:norm|penal|control|adjust|"
    r"debias)|len[-_]?norm|"
    r"(?<!un)(?<!un-)normali[sz](?!\w*[-_ ](?:over|distrib|across|to (?:one|1))|\w*[-_ ](?:the )?(?:vocab|"
    r"logits|posterior|weights|p\())|"
    r"(?:token|char\w*|byte|word)[-_ ]norm|norm(?:ed)?[-_ ](?:by|score|lp|ll|log)|cross[-_ ]?entropy|"
    r"confidence|divided by|"
    r"per[-_ ]?(?:token|word|byte|char\w*)(?![-_ ](?:log[-_ ]?p\w*s\b|scores|log[-_ ]?likelihoods|nlls|"
    r"losses|loss\b|probabilities|logits|sum))|"
    r"acc_norm|pseudo[-_ ]?(?:log|perp)|(?<![a-z])pll(?![a-z])|detectgpt|curvature|membership|min[-_]?k|"
    r"rate(?![a-z])",
    re.IGNORECASE,
)
_METHODS = re.compile(
    r"simpo|orpo|(?<![a-z])ipo(?![a-z])|gspo|detectgpt|membership inference|length[-_ ]normali[sz]|min-?k%",
    re.IGNORECASE,
)


def intent(at: Reporter) -> str:
    """What the function being read says of itself: name, class, documentation and the comments in it.

    A lambda says what the function around it says.
    """
    function = named_function(at)
    if function.text_ is None:
        node = function.node
        comments = ""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            comments = " ".join(row.partition("# ")[2] for row in at.module.rows(node) if "# " in row)
        named = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", f"{function.owner} {function.name}")
        whole = function.owner if function.name in ("__call__", "forward", "score") else ""
        described = at.module.class_doc(whole) or (at.module.doc if isinstance(node, ast.Module) else "")
        function.text_ = f"{named} {function.doc} {comments} {described}"
    return function.text_


_GENERIC = frozenset(
    {"compute", "result", "__call__", "forward", "value", "get", "run", "score", "call", "apply"}
)


def named_function(at: Reporter) -> Function:
    """The function being read; for a lambda the one around it."""
    function = at.function
    if isinstance(function.node, ast.Lambda):
        for outer in at.module.ancestors(function.node):
            if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
                known = (f for f in at.module.all_functions() if f.node is outer)
                return next(known, Function(outer, outer.name, outer.name))
    return function


def subject(function: Function) -> str:
    """What a function's result is called: its name, or its class's where the name says nothing."""
    name = (
        f"{function.owner}_{function.name}" if function.owner and function.name in _GENERIC else function.name
    )
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)


def averages(at: Reporter, *labels: str) -> bool:
    """Whether a mean is declared: by the function, one around it, one of the labels, or the file's method."""
    said = [intent(at), *labels, at.module.said_around(at.function.node)]
    return any(_AVERAGES.search(text) for text in said) or bool(_METHODS.search(at.module.doc))


def whole_log(text: str) -> bool:
    """Whether a name or a text speaks of the log-probability of a whole sequence."""
    return bool(_WHOLE_LOG.search(text))


def whole_nll(text: str) -> bool:
    """Whether a name or a text speaks of the negative log-likelihood of a whole sequence.

    "Negative log-likelihood" alone doesn't: every training loss is called that.
    """
    if re.search(r"neg|nll|loss|train", text, re.IGNORECASE):
        return bool(_WHOLE_NLL.search(text))
    return whole_log(text)


def whole_prob(text: str) -> bool:
    """Whether a name or a text speaks of the probability of a whole sequence."""
    return bool(_WHOLE_PROB.search(text))


def whole(kind: str, text: str) -> bool:
    """Whether a name or a text promises the whole sequence's score of that kind."""
    speaks = {"logprob": whole_log, "nll": whole_nll, "prob": whole_prob}.get(kind)
    return speaks is not None and speaks(text)


def held(value: Value) -> Value:
    """The score in what a function returns: the elements of a list or a dictionary, the first of a tuple."""
    for _ in range(3):
        if value.kind in ("list", "dict") and value.elem is not None:
            value = value.elem
        elif value.kind == "tuple" and value.items:
            value = value.items[0]
    return value


def chain(value: Value, depth: int = 8) -> Iterator[Value]:
    """A value and what it was made of, first operands first."""
    yield value
    if depth:
        for part in value.parts:
            yield from chain(part, depth - 1)


def at_one_place(value: Value) -> bool:
    """Whether it was read at one position of the sequence, the same for all: the alternatives of one step."""
    return value.has("last-position") or (value.pos is not None and value.pos.symbol in (None, END))


def named(node: ast.AST) -> set[str]:
    """The names, attributes and string keys in an expression."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Attribute):
            found.add(part.attr)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found.add(part.value)
    return found


def statement(at: Reporter, node: ast.AST) -> ast.stmt | None:
    """The statement that holds an expression."""
    if isinstance(node, ast.stmt):
        return node
    return next((a for a in at.module.ancestors(node) if isinstance(a, ast.stmt)), None)


def targets(at: Reporter, node: ast.AST) -> set[str]:
    """The names that an expression is bound to: by its statement, as a keyword, under a key."""
    inner = node
    for outer in at.module.ancestors(node):
        if isinstance(outer, ast.keyword) and outer.arg:
            return {outer.arg}
        if isinstance(outer, ast.Dict) and inner in outer.values:
            key = outer.keys[outer.values.index(inner)]
            return {str(key.value)} if isinstance(key, ast.Constant) else set()
        if isinstance(outer, ast.stmt):
            break
        inner = outer
    holder = statement(at, node)
    if isinstance(holder, ast.Assign):
        return {ast.unparse(t) for t in holder.targets}
    if isinstance(holder, (ast.AugAssign, ast.AnnAssign)):
        return {ast.unparse(holder.target)}
    return set()


def passed_as(at: Reporter, node: ast.AST) -> Iterator[str]:
    """What is computed from the name that an expression is bound to is passed on as: keywords and keys."""
    bound = {name for name in targets(at, node) if name.isidentifier()}
    for part in ast.walk(at.function.node) if bound else ():
        pairs: list[tuple[object, ast.expr]] = []
        if isinstance(part, ast.keyword):
            pairs = [(part.arg, part.value)]
        elif isinstance(part, ast.Dict):
            pairs = [(getattr(key, "value", None), value) for key, value in zip(part.keys, part.values)]
        for label, value in pairs:
            if isinstance(label, str) and any(
                isinstance(n, ast.Name) and n.id in bound for n in ast.walk(value)
            ):
                yield label


def divided(at: Reporter, node: ast.AST) -> bool:
    """Whether what an expression computes is divided, there or later in the function."""
    for outer in at.module.ancestors(node):
        if isinstance(outer, ast.stmt):
            break
        if isinstance(outer, ast.BinOp) and isinstance(outer.op, (ast.Div, ast.FloorDiv)):
            return True
    called = targets(at, node)
    for part in ast.walk(at.function.node) if called else ():
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
            if any(
                ast.unparse(n) in called
                for n in ast.walk(part.left)
                if isinstance(n, (ast.Name, ast.Attribute))
            ):
                return True
        elif (
            isinstance(part, ast.AugAssign)
            and isinstance(part.op, ast.Div)
            and ast.unparse(part.target) in called
        ):
            return True
    return False


def counted_beside(at: Reporter, node: ast.AST) -> bool:
    """Whether a total is returned with what the caller divides it by: ``return (p * w).sum(), w.sum()``."""
    summed, called = named(node), targets(at, node)
    for part in ast.walk(at.function.node):
        items = _items(part.value) if isinstance(part, ast.Return) else []
        totals = [
            item
            for item in items
            if any(p is node or (isinstance(p, ast.Name) and p.id in called) for p in ast.walk(item))
        ]
        if totals and any(_is_count(item, summed) for item in items if item not in totals):
            return True
    return False


def _items(returned: ast.expr | None) -> list[ast.expr]:
    """What is returned side by side: in a tuple, under keys, as the fields of an object."""
    if isinstance(returned, ast.Call):
        given = [*returned.args, *(keyword.value for keyword in returned.keywords)]
        return _items(given[0]) if len(given) == 1 else given
    if isinstance(returned, ast.Dict):
        return returned.values
    return returned.elts if isinstance(returned, (ast.Tuple, ast.List)) else []


def _is_count(item: ast.expr, summed: set[str]) -> bool:
    """Whether it is a length, has the name of a number, or adds up what was a factor of the total."""
    if isinstance(item, ast.Name):
        return names.counts(item.id)
    if not isinstance(item, ast.Call):
        return False
    function = names.last(item.func)
    given = item.args or ([item.func.value] if isinstance(item.func, ast.Attribute) else [])
    if function in ("float", "int", "item") and given:
        return _is_count(given[0], summed)
    adds = function == "sum" and bool(given) and names.last(given[0]) in summed
    return adds or function in ("len", "numel", "count_nonzero")


def place_of(at: Reporter, value: Value, otherwise: ast.AST) -> ast.AST:
    """The node that made a value; the node that used it where a function that says what it does made it."""
    maker = maker_of(at, value)
    if value.made is None or (maker is not None and _AVERAGES.search(f"{maker.name} {maker.doc}")):
        return otherwise
    return value.made


def maker_of(at: Reporter, value: Value) -> Function | None:
    """The function that made a value, where that is another than the one being read."""
    row = getattr(value.made, "lineno", 0)
    for function in at.module.all_functions() if row else ():
        node = function.node
        if node is not at.function.node and node.lineno <= row <= (node.end_lineno or 0):  # type: ignore[attr-defined]
            return function
    return None


def source(at: Reporter) -> str:
    """The text of the function being read; of the whole file where that is the module itself."""
    node = at.function.node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return "\n".join(at.module.rows(node))
    return at.module.source


def resolved(node: ast.AST, at: Reporter) -> ast.AST:
    """What a name was assigned in the function being read; other expressions are themselves."""
    if isinstance(node, ast.Name):
        for part in ast.walk(at.function.node):
            if isinstance(part, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == node.id for t in part.targets
            ):
                return part.value
    return node
