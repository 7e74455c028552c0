"""Builtins, math, statistics, functools and operator."""

from __future__ import annotations

from seqscore_lint.flow.knowledge.signature import Signature, row, rows

_BUILTINS = {
    "sum": row("reduce-list", "x start", function="sum"),
    "len": row("length", "x"),
    "max": row("choose", "x y key", function="max"),
    "min": row("choose", "x y key", function="min"),
    "sorted": row("order", "x key reverse"),
    "range": row("range", "a b c"),
    "enumerate": row("enumerate", "x start"),
    "zip": row("zip"),
    "map": row("map", "function x"),
    "filter": row("filter", "function x"),
    "list": row("to-list", "x"),
    "tuple": row("to-list", "x"),
    "iter": row("to-list", "x"),
    "set": row("opaque", "x"),
    "next": row("next", "x default"),
    "reversed": row("opaque-order", "x"),
    "float": row("keep", "x", number=True),
    "int": row("to-int", "x"),
    "abs": row("keep", "x", tag="abs"),
    "round": row("round", "x"),
    "pow": row("arithmetic", "x y", operator="**"),
    "dict": row("dict"),
    "str": row("opaque"),
    "print": row("print"),
    "isinstance": row("opaque"),
    "getattr": row("getattr", "x name default"),
    "any": row("reduce-list", "x", function="any"),
    "all": row("reduce-list", "x", function="all"),
}

_MATH = {
    "exp": row("exp", "x", library="math"),
    "exp2": row("exp", "x", base="2"),
    "expm1": row("elementwise", "x", function="expm1"),
    "log": row("log", "x base"),
    "log2": row("log", "x", base="2"),
    "log10": row("log", "x", base="10"),
    "log1p": row("elementwise", "x", function="log1p"),
    "tanh": row("elementwise", "x", function="tanh"),
    "sqrt": row("elementwise", "x", function="sqrt"),
    "pow": row("arithmetic", "x y", operator="**"),
    "prod": row("reduce-list", "x start", function="prod"),
    "fsum": row("reduce-list", "x", function="sum"),
    "floor": row("round", "x"),
    "ceil": row("round", "x"),
    "isinf": row("predicate", "x"),
    "isnan": row("predicate", "x"),
    "isfinite": row("predicate", "x"),
}

_STATISTICS = {
    "mean": row("reduce-list", "x=data", function="mean"),
    "fmean": row("reduce-list", "x=data weights", function="mean"),
    "median": row("reduce-list", "x=data", function="median"),
    "geometric_mean": row("reduce-list", "x=data", function="gmean"),
    "harmonic_mean": row("reduce-list", "x=data", function="hmean"),
    "stdev": row("opaque"),
}

_OPERATORS = {
    "mul": row("arithmetic", "x y", operator="*"),
    "add": row("arithmetic", "x y", operator="+"),
    "truediv": row("arithmetic", "x y", operator="/"),
    "sub": row("arithmetic", "x y", operator="-"),
    "itemgetter": row("itemgetter", "x"),
    "attrgetter": row("attrgetter", "x"),
}

FUNCTIONS: dict[str, Signature] = {
    **rows("builtins", "", _BUILTINS),
    **rows("math", "math", _MATH),
    **rows("statistics", "statistics", _STATISTICS),
    **rows("operator", "operator", _OPERATORS),
    "functools.reduce": row("fold", "function x start"),
    "functools.partial": row("partial", "function"),
    "itertools.accumulate": row("opaque"),
    "itertools.chain": row("chain"),
    "itertools.chain.from_iterable": row("chain-from", "x"),
    "itertools.islice": row("islice", "x a b"),
    "copy.deepcopy": row("keep", "x", fresh=True),
    "copy.copy": row("keep", "x", fresh=True),
    "heapq.nlargest": row("order", "k x key"),
    "heapq.nsmallest": row("order", "k x key"),
    "collections.defaultdict": row("defaultdict", "x"),
    "tqdm.tqdm": row("to-list", "x=iterable"),
    "tqdm.auto.tqdm": row("to-list", "x=iterable"),
    "tqdm.trange": row("range", "a"),
}

METHODS: dict[str, Signature] = {
    "append": row("append", "x item"),
    "extend": row("extend", "x item"),
    "get": row("dict-get", "x key default"),
    "items": row("dict-items", "x"),
    "values": row("dict-values", "x"),
    "keys": row("dict-keys", "x"),
    "setdefault": row("dict-get", "x key default"),
    "pop": row("dict-get", "x key default"),
    "index": row("find-index", "x y"),
    "find": row("find-index", "x y"),
    "join": row("text-join", "x y"),
    "format": row("text-format", "x"),
    "strip": row("text-keep", "x"),
    "lstrip": row("text-keep", "x"),
    "rstrip": row("text-keep", "x"),
    "lower": row("text-keep", "x"),
    "replace": row("text-keep", "x"),
    "split": row("text-split", "x"),
    "count": row("opaque", "x y"),
    "update": row("opaque", "x"),
}
