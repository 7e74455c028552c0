"""What names promise. Names lie, so a name is only asked where the flow of values says nothing.

Sources: how often each fragment held in the code of 66 repositories; ``logits`` and ``probs`` are poor once a
variable was rebound, good as an attribute of a model's output or as a parameter.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=8192)
def words(name: str) -> frozenset[str]:
    """The lower-case words of a snake_case or camelCase name, and neighbouring pairs joined."""
    parts = [part.lower() for part in _SPLIT.findall(name)]
    return frozenset(parts) | {a + b for a, b in zip(parts, parts[1:])}


def last(node: ast.AST | None) -> str:
    """The name that an expression is, or the attribute that it ends with; nothing of any other."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


_LOGIT = frozenset({"logits", "logit", "lmlogits"})
_LOGPROB = frozenset({"logprobs", "logprob", "logp", "logps", "lp", "lps", "logproba", "loglikelihood", "loglik",
                      "loglikelihoods", "loglikes", "logliks", "ll", "lls", "logpy", "logprobabilities", "logprobability"})  # fmt: skip
_PROB = frozenset({"probs", "prob", "probabilities", "probability", "proba", "probas"})
_NLL = frozenset({"nll", "nlls", "loss", "losses", "crossentropy", "surprisal", "surprisals"})
_SCORES = _LOGIT | _LOGPROB | _PROB
_LABELS = frozenset({"inputids", "ids", "labels", "tokenids", "label"})
_PERPLEXITY = frozenset({"perplexity", "ppl", "perplexities", "ppls"})
_IDS = frozenset({"ids", "inputids", "tokens", "tokenids", "labels", "targets", "target", "label", "token", "tok",
                  "tokenid", "idx", "y", "tgt", "tgts", "contids", "toks"})  # fmt: skip
_COUNTS = frozenset({"n", "num", "count", "counts", "len", "length", "lengths", "lens", "max", "min", "size"})
_COEFFICIENTS = frozenset({"coef", "coeff", "coefficient"})
_MASK = frozenset({"mask", "attentionmask", "lossmask", "masks", "am"})
_MASK_TOKEN = frozenset({"maskid", "masktoken", "maskidx", "maskindex"})
"""The token that stands for what a model fills in: no mask."""


_RIVALS = frozenset({"alternatives", "alts", "top", "tops"})


def speaks_of_rivals(name: str) -> bool:
    """Whether something of that name could stand at one position instead of what does."""
    return bool(words(name) & _RIVALS)


def speaks_of_mask_token(name: str) -> bool:
    """Whether it is the number of the token that a model fills in."""
    return bool(words(name) & _MASK_TOKEN)


@lru_cache(maxsize=8192)
def kind_of_name(name: str) -> str:
    """The kind that a name speaks of, or an empty string."""
    has = words(name)
    if has & _COEFFICIENTS:
        return ""
    if has & _PERPLEXITY:
        return "ppl"
    if has & _COUNTS and not has & {"ids", "inputids"}:
        return ""
    if has & _MASK:
        return "" if has & _MASK_TOKEN else "mask"
    if has & _LABELS and not words(name.rpartition("_")[2]) & _SCORES:  # label_logprobs are no labels
        return "ids"
    if has & _LOGPROB or ("log" in has and has & {"probs", "prob", "likelihood", "likelihoods", "softmax"}):
        return "logprob"
    if has & _LOGIT:
        return "logit"
    if has & _NLL:
        return "nll"
    if has & _PROB:
        return "prob"
    if has & _IDS:
        return "ids"
    return ""


@lru_cache(maxsize=8192)
def speaks(name: str) -> bool:
    """Whether a name says anything of what it stands for."""
    return bool(kind_of_name(name) or side_of_flag(name))


def reduction_of(name: str) -> str:
    """How the tokens of a score became one number, where the name says it: total_logprob, mean_nll."""
    has = words(name)
    if has & {"token", "tokens", "tok", "toks", "batch", "corpus"}:
        return ""
    if has & {"mean", "avg", "average"}:
        return "mean"
    return "sum" if has & {"sum", "summed", "total", "joint", "cumulative", "cum"} else ""


def counts(name: str) -> bool:
    """Whether the name is one of a number of things: n, length, num_tokens."""
    return bool(words(name) & _COUNTS)


_MEAN_INTENT = re.compile(
    r"mean|average|avg|normali[sz]|per[-_ ]?(token|word|byte|char)|perplexit|ppl|simpo|orpo|\bipo\b|"
    r"bits[-_ ]?per|bpb|bpc|entropy|surprisal|geometric|length[-_ ]?(norm|penal)|cross[-_ ]?entropy|confidence",
    re.IGNORECASE,
)  # fmt: skip
_SUM_INTENT = re.compile(
    r"\bsums?\b|summed|total|joint|log[-_ ]?(likelihood|lik\b)|loglik|sequence[-_ ](log|prob|score)|seq[-_ ]?(log|prob|lp|score)|"
    r"log[-_ ]?p\(|log[-_ ]?prob[a-z]* of (the|a|an|each|its|every|this)|p\(\w|probability of (the|a|an|each|its)|chain rule|"
    r"sentence[-_ ](log|prob|score)|(answer|completion|continuation|option|choice|candidate|response)[-_ ](log|prob|lp|score|ll)|"
    r"score[-_ ]?(of|the|each|option|answer|completion|continuation|choice|candidate|sequence)|likel(y|ihood)",
    re.IGNORECASE,
)  # fmt: skip


def promises_mean(text: str) -> bool:
    """Whether a name or a documentation says that an average is meant."""
    return bool(_MEAN_INTENT.search(text))


def promises_sum(text: str) -> bool:
    """Whether a name or a documentation says that the whole sequence's log-probability is meant."""
    return bool(_SUM_INTENT.search(text))


_MASK_WORDS = frozenset({"mask", "masks", "keep", "valid", "completion", "continuation", "reply", "ending", "response", "resp", "answer", "assistant", "selected", "scored", "is",
                         "target", "span", "loss", "weight", "weights"})  # fmt: skip


def speaks_of_mask(name: object) -> bool:
    """Whether something unknown of that name says which tokens count."""
    return isinstance(name, str) and bool(words(name) & _MASK_WORDS)


_COUNTED = frozenset({"answer", "answers", "completion", "completions", "continuation", "response", "responses", "reply", "replies", "ending", "summary", "assistant",
                      "target", "targets", "loss", "valid", "scored", "score", "counted", "count", "counts", "kept", "keep", "real", "attended"})  # fmt: skip
_LEFT_OUT = frozenset({"ctx", "pad", "pads", "padding", "padded", "prompt", "prompts", "context", "question", "instruction", "query", "prefix", "user", "ignored", "ignore",
                       "special", "dropped", "drop", "excluded", "exclude", "skipped", "skip"})  # fmt: skip
_NEGATIONS = frozenset({"not", "non", "no", "isnt"})


def _side(spelled: list[str]) -> str:
    """``keep`` or ``drop``, as the first word says that names tokens that count, or tokens that do not."""
    for position, word in enumerate(spelled):
        if word in _COUNTED or word in _LEFT_OUT:
            negated = any(before in _NEGATIONS for before in spelled[max(position - 2, 0) : position])
            return "keep" if (word in _COUNTED) != negated else "drop"
    return ""


@lru_cache(maxsize=2048)
def side(name: str) -> str:
    """``keep`` or ``drop``, as a name speaks of tokens that count, or of tokens that do not."""
    return _side([part.lower() for part in _SPLIT.findall(name)])


@lru_cache(maxsize=2048)
def side_of_flag(name: str) -> str:
    """Whether what is true of the tokens of that name keeps them: ``is_answer``, or drops them: ``is_padding``."""
    spelled = [part.lower() for part in _SPLIT.findall(name)]
    if spelled[:1] == ["is"] or (len(spelled) > 1 and spelled[0] in _NEGATIONS):
        return _side(spelled)
    return "drop" if {"special", "mask"} <= set(spelled) else ""


@lru_cache(maxsize=512)
def documented_side(name: str, doc: str) -> str:
    """What a documentation says of the tokens where a mask is true: ``mask (B, T): 1 on the completion`` keeps them."""
    doc = _single_spaced(doc)
    for end in _ends(name, doc, "_"):
        for pattern, sides in ((_TRUE_OF, _SIDES), (_FALSE_OF, _SIDES[::-1])):
            found = pattern.match(doc, end)
            spelled = _SPLIT.findall(_ELSE.split(found["what"])[0]) if found else ()
            if meant := _side([part.lower() for part in spelled]):
                return sides[_SIDES.index(meant)]
    return ""


def _ends(name: str, doc: str, joints: str = "_.") -> Iterator[int]:
    """Where a name ends in a text that it is not the end of a longer one in, at one of these joints or without."""
    at = doc.find(name)
    while at >= 0:
        if at == 0 or not (doc[at - 1].isalnum() or doc[at - 1] in joints):
            yield at + len(name)
        at = doc.find(name, at + 1)


_SIDES = ("keep", "drop")
_OF_WHAT = (
    r"(?:\W+(?:for|on|at|where|means?|marks?|in|over|the|every|all|each|of|a|an|token|tokens|is|are|belongs?|to|that|part)\b)*"
    r"\W+(?P<what>[^,;.\n(]{0,40})"
)
_TRUE_OF = re.compile(
    r"\b[^.\n]{0,50}?(?:\b(?:1s?|ones?|true|non-?zero|set)\b|\b(?:marks?|flags|selects)\b)" + _OF_WHAT,
    re.IGNORECASE,
)
_FALSE_OF = re.compile(r"\b[^.\n]{0,50}?\b(?:0s?|zeros?|false)\b" + _OF_WHAT, re.IGNORECASE)
_ELSE = re.compile(r"\b(?:0|zeros?|false|else)\b")


_TEXTS = frozenset({"text", "texts", "doc", "docs", "document", "documents", "sentence", "sentences", "string", "strings", "s", "line", "lines", "content",
                    "completion", "continuation", "choice", "choices", "option", "options", "answer", "answers", "passage", "caption", "body", "paragraph",
                    "reference", "hypothesis", "summary", "translation"})  # fmt: skip


def speaks_of_text(name: object) -> bool:
    """Whether something unknown of that name is a text (or its tokens), not its bytes."""
    return (
        isinstance(name, str)
        and bool(words(name) & _TEXTS)
        and not words(name) & {"bytes", "raw", "encoded", "utf8", "buffer"}
    )


_UNIT = re.compile(r"[\s(\[]*(?P<unit>(?:bits?|nats?|bp[bcwtd])\b(?: ?(?:/|per) ?\w+)?)", re.IGNORECASE)


def unit(text: str, names_next: bool) -> str:
    """The unit that a text behind a number gives it; where the text may name the next number, only one set apart from it."""
    found = _UNIT.match(text)
    if found is None or (names_next and text[found.end() :].lstrip()[:1] not in _APART):
        return ""
    return found["unit"]


_APART = frozenset(",;|)].(")


_SHAPE = re.compile(
    r"(?:\s*,\s*\w+){0,8}[`*\"']*\s*(?::|is|are|=)?\s*(?:(?:an?|the|float|int|bool|tensor|array|ndarray|numpy|torch|of|shape|with)[:=]?\s+)*"
    r"[\(\[]\s*(?P<axes>[A-Za-z1]\w*(?:\s*,\s*[A-Za-z1]\w*)*,?)\s*[\)\]](?P<what>[^.;\n(]{0,60})"
)
"""What may follow a parameter's name in a documentation: other names, then the axes in brackets."""
_INDEXED = re.compile(r"\[[a-z]\w*\]")
"""``ids[t]``: one entry is spoken of, not a shape."""
_AXIS = {"1": "1", "b": "B", "n": "B", "batch": "B", "bs": "B", "batch_size": "B", "t": "T", "s": "T", "l": "T", "time": "T", "seq": "T", "seq_len": "T",
         "seqlen": "T", "seq_length": "T", "sequence_length": "T", "n_tokens": "T", "num_tokens": "T", "vocabulary": "V", "n_vocab": "V", "steps": "T", "len": "T", "length": "T", "v": "V", "vocab": "V", "vocab_size": "V", "c": "C", "k": "C", "classes": "C"}  # fmt: skip


_WHAT = (("log-prob", "logprob"), ("log prob", "logprob"), ("logprob", "logprob"), ("logit", "logit"), ("unnormali", "logit"),
         ("probabilit", "prob"), ("sum to", "prob"), ("mask", "mask"), ("token id", "ids"), ("ids", "ids"), ("label", "ids"))  # fmt: skip


@lru_cache(maxsize=64)
def _single_spaced(doc: str) -> str:
    """Its rows without empty ones, words one space apart: a pattern need not try every way through white space."""
    return "\n".join(filter(None, (" ".join(row.split()) for row in doc.split("\n"))))


_HEAD = re.compile(
    r"\b(?:lm|language model|output|unembedding|vocabulary)[- ]head|raw (?:score|output)|(?:pre|before)[- ]softmax",
    re.IGNORECASE,
)
"""Where a documentation says that an array comes from, which is not normalised there."""


def _axes(spelled: str) -> tuple[str, ...]:
    """The axes of ``B, T, V``; what has a letter of its own beside another that means the same is something else."""
    axes: list[str] = []
    for part in spelled.rstrip(",").split(","):
        axis = _AXIS.get(part.strip().lower(), "?")
        axes.append("?" if axis in axes else axis)
    return tuple(axes)


_TIMES = re.compile(r"[A-Za-z]\w*(?:\s*[x×]\s*[A-Za-z]\w*)+\b")


def comment_on(name: str, comment: str) -> str:
    """A comment as a documentation of the name that it stands beside: ``T x V`` is ``name (T, V)``."""
    if found := _TIMES.match(comment):
        axes = re.split(r"\s*[x×]\s*", found[0])
        if all(axis.lower() in _AXIS for axis in axes):
            comment = f"({', '.join(axes)}){comment[found.end() :]}"
    return f"{name} {comment}"


_HOLDERS = frozenset(
    {
        "matrix",
        "array",
        "tensor",
        "table",
        "ndarray",
        "float",
        "float32",
        "float64",
        "numpy",
        "of",
        "the",
        "raw",
    }
)
"""Words between the axes and what is held: ``(T, V) matrix of the raw logits``."""


@lru_cache(maxsize=512)
def documented(name: str, doc: str) -> tuple[tuple[str, ...], str]:
    """The axes and the kind that a documentation gives a parameter: ``logits (B, T, V)``, ``p: (T, V) probabilities``."""
    spaced, doc = doc, _single_spaced(doc)
    found = entry = None
    for end in _ends(name, doc):
        found = None if _INDEXED.match(doc, end) else _SHAPE.match(doc, end)
        entry = entry or _ENTRY.match(doc, end)
        if found is not None:
            break
    axes = _axes(found["axes"]) if found is not None else ()
    if entry is not None and "?" in (axes or "?") and (described := _described(entry["text"].lower())):
        return described
    if found is None:
        return _columns(spaced).get(name) or _row_of_vocabulary(name, doc)
    told = (word for word in found["what"].lower().replace(",", " , ").split() if word not in _HOLDERS)
    what = " ".join(itertools.islice(told, 3))
    what = re.split(r",|\band\b|\bto\b|->|;|:|predict|score|\bfor\b", what)[0]
    kind = "logit" if "V" in axes and _HEAD.search(found["what"]) else ""
    for word, found_kind in _WHAT if not kind else ():
        if word in what:
            kind = found_kind
            break
    return axes, kind


_PER_TOKEN = re.compile(
    r"(?:one|a) (?:value|number|score|float|entry) (?:per|for (?:each|every)) "
    r"(?:vocab\w* (?:entry|item|token|id)|(?:token|word|entry|item|symbol) (?:of|in) (?:the |its )?vocab)",
    re.IGNORECASE,
)
_RAW = re.compile(
    r"\braw\b|unnormali[sz]ed|not normali[sz]ed|(?:before|pre|without|no)[- ](?:the |a |any )?(?:log[-_ ]?)?softmax|\blogits?\b",
    re.IGNORECASE,
)


def _row_of_vocabulary(name: str, doc: str) -> tuple[tuple[str, ...], str]:
    """``the raw output row (float32, one value per vocabulary entry)``: all that a model says of one token, in words."""
    per_token = _PER_TOKEN.search(doc)
    if per_token is None:
        return (), ""
    start = max(doc.rfind(stop, 0, per_token.start()) for stop in (". ", ";", ".\n")) + 1
    said = doc[start : per_token.start()]
    if not re.search(rf"(?<![\w.]){re.escape(name)}\b", said) or not _RAW.search(said):
        return (), ""
    return ("V",), "logit"


_ENTRY = re.compile(r"[`*\"']*(?:,\s?\w+){0,4}\s*(?:\([^()\n]*\))?\s*:\s*(?P<text>[^\n]{3,100})")
"""What may follow a parameter's name in a list of them: its type in brackets, a colon, what it is."""
_AXES = re.compile(r"(?<!\w)[(\[]\s*([a-z1]\w*(?:\s*,\s*[a-z1]\w*)*),?\s*[)\]]")


def _described(text: str) -> tuple[tuple[str, ...], str] | None:
    """The kind and the axes of ``unnormalised scores of shape (B, V)``: what it is comes first."""
    shape = _AXES.search(text)
    if shape is None:
        tokens = _TOKEN_PROBS.match(text)
        return (("T",), "logprob" if "log" in tokens[0] else "prob") if tokens is not None else None
    axes = _axes(shape[1])
    named = [(text.find(word, 0, shape.start()), kind) for word, kind in _WHAT]
    place, kind = min(((place, kind) for place, kind in named if place >= 0), default=(0, ""))
    return (axes, kind) if kind and "?" not in axes and not _RELATES.search(text[:place]) else None


_CALLED = re.compile(
    r"\b(?P<name>[a-z_]\w*)`{0,2}\([^()\n]*\)`{0,2}\s?(?:->|→|=>|returns?|gives?|yields?|is|are)\s(?P<text>[^\n]{3,100})",
    re.IGNORECASE,
)
_ONLY_AXES = re.compile(r"[(\[]\s?[a-z1]\w*\s?,(?:\s?[a-z1]\w*)?(?:\s?,\s?[a-z1]\w*)*\s?[)\]]")
_OVER_VOCABULARY = re.compile(
    r"(?:over|for|of) (?:the |its |every |each |all )?(?:whole |entire |full )?(?:vocab|words? of the vocab|entry of the vocab|token of the vocab)"
)


def documented_calls(doc: str) -> Iterator[tuple[str, tuple[str, ...], str, int]]:
    """What calls return by a documentation, ``step(ids, cache) -> (logits of shape (B, V), cache)``.

    Yields:
        The name, the axes and the kind of the first value, and how many others stand behind it. The kind is empty where
        only axes are told.
    """
    for row in _CALLED.finditer(_single_spaced(doc)):
        text = row["text"].lower()
        several = text.startswith("(") and not _ONLY_AXES.match(text)
        if (returned := _returned(text[several:])) is not None:
            yield row["name"], *returned, _others(text) if several else 0


def _others(text: str) -> int:
    """How many values stand behind the first of a tuple: commas between its brackets, not between those inside."""
    depth = commas = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        commas += letter == "," and depth == 1
        if depth == 0:
            break
    return commas


def _returned(text: str) -> tuple[tuple[str, ...], str] | None:
    """The axes and the kind of what is described as something over the vocabulary."""
    if alone := _ONLY_AXES.match(text):
        axes, kind = _axes(alone[0][1:-1]), _kind_in(text[alone.end() :])
        return (axes, kind) if "?" not in axes and "V" in axes else None
    if (described := _described(text)) is not None:
        return described if "V" in described[0] else None
    over = _OVER_VOCABULARY.search(text)
    return (("*", "V"), _kind_in(text[: over.start()])) if over is not None else None


def _kind_in(text: str) -> str:
    """The kind that a text names first."""
    named = [(text.find(word), kind) for word, kind in _WHAT if word in text]
    return min(named)[1] if named else ""


_TOKEN_PROBS = re.compile(
    r"(?:the |a list of |list of |float |of |array )*(?:model'?s? )?(?:per[- ])?token(?:s'|'s|-level)? (?:log[- ]?)?prob\w*s\b|"
    r"(?:the |a list of |list of )*(?:log[- ]?)?prob\w* of (?:the|each|every|its|all)\s?(?:\w+ )?tokens?\b"
)
"""What says, without axes, that there is one number a token."""
_COLUMN = re.compile(
    r"(?:^|:)[ \t]*(?P<names>\w+(?:[ \t]*,[ \t]*\w+){0,4})[ \t]{2,}(?P<text>\S[^\n]{3,100})$", re.MULTILINE
)
"""A row of a table in a documentation: names, a wide gap, what they are."""


@lru_cache(maxsize=64)
def _columns(doc: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """What such a table says of each name."""
    rows = ((row["names"], _described(row["text"].lower())) for row in _COLUMN.finditer(doc))
    return {name.strip(): told for spelled, told in rows if told is not None for name in spelled.split(",")}


_RELATES = re.compile(r"\b(?:whose|for|where|which|that|from|with|by|to|per|if|true|1)\b")
"""Words behind which something else is spoken of."""


_ENTRIES = re.compile(
    r"[`*\"']*\s*(?::|is|are|=|-)?\s*(?P<before>(?:[a-z]+ ){0,4})\(\s*(?P<parts>[a-z_][\w \-]*(?:,\s*[a-z_][\w \-]*)+)\)(?P<after>\s*[a-z]*)",
    re.IGNORECASE,
)
_SEVERAL = frozenset(
    {
        "list",
        "lists",
        "pairs",
        "pair",
        "tuples",
        "triples",
        "iterable",
        "sequence",
        "rows",
        "of",
        "for",
        "per",
    }
)


@lru_cache(maxsize=512)
def documented_entries(name: str, doc: str) -> tuple[str, ...]:
    """What the tuples of a list are by a documentation: ``hyps: list of (log_prob, text)``, ``rows: (text, token log-probs) pairs``."""
    doc = _single_spaced(doc)
    for end in _ends(name, doc):
        found = _ENTRIES.match(doc, end)
        if found and _SEVERAL & {*found["before"].lower().split(), *found["after"].lower().split()}:
            return tuple(re.sub(r"[ \-]+", "_", part.strip()) for part in found["parts"].split(","))
    return ()


_OF_TOKENS = re.compile(
    r"(?:log[- ]?)?(?:prob\w*|likelihoods?) (?:of|for) (?:the|its|each|every|all|all the|all of its|their)?\s?(?:\w+ )?tokens?\b|"
    r"(?:one|an entry|a number|a log-?prob\w*) (?:per|for each|for every) token|(?:per[- ]token|token)s?'? log-?prob",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def documents_tokens(doc: str) -> bool:
    """Whether a documentation speaks of the probabilities of single tokens."""
    return bool(_OF_TOKENS.search(doc))


_GIVEN_TOKENS = re.compile(
    r"\b(?:from|given|out of|takes?) (?:the |a list of |all |all of |an array of )*(?:token )?log-?prob\w*(?<=s)(?: (?:of|for) (?:the|its|all|each)(?: of its)? tokens?)",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def documents_given_tokens(doc: str) -> bool:
    """Whether a documentation says that the log-probs of tokens are what is given."""
    return bool(_GIVEN_TOKENS.search(doc))


@lru_cache(maxsize=512)
def documents_token_list(key: str, doc: str) -> bool:
    """Whether a documentation says of a key that it holds a list, of token log-probs: ``{"a": [...]}``."""
    return (
        key in doc
        and documents_tokens(doc)
        and bool(re.search(rf"[\"'`]{re.escape(key)}[\"'`]\s*:\s*\[", doc))
    )


_PADDED = re.compile(
    r"(?<!not )(?<!un)(?<!un-)(?<!never )\bpadded (?:on|at|with)|\b(?:right|left)-padded", re.IGNORECASE
)


@lru_cache(maxsize=512)
def documents_padding(doc: str) -> bool:
    """Whether a documentation says that its sequences are padded."""
    return bool(_PADDED.search(doc))


_EMPTY = re.compile(
    r"\b(?:may|can|could|might|sometimes|often|possibly|occur\w*)\b[^.\n]{0,40}\b(?:empty|nothing|no (?:\w+ ){0,2}tokens?|without (?:any )?tokens)|"
    r"(?<!non-)(?<!not )(?<!never )(?<!no )\bempty (?:\w+ )?(?:completion|answer|response|repl(?:y|ie)|continuation|row)|"
    r"\b(?:has|have|with|contains?|of|leaves?|left with) (?:no|zero) (?:\w+ )?tokens?\b|"
    r"\b(?:completion|answer|response|reply|continuation)s? (?:is|are|was|comes out|turns out|becomes) (?:then |thus )?empty|"
    r"\bnothing (?:follows|is left|remains|was generated|comes after)|\brefusal (?:may|has|can)|all[- ](?:masked|zero)|truncat\w+ (?:away|the whole|removes)",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def documents_emptiness(text: str) -> bool:
    """Whether a text says that a completion can have no tokens at all."""
    return bool(_EMPTY.search(text))
