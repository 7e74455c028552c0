"""cross_entropy, nll_loss, kl_div and their relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqscore_lint.flow import events
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.forward import as_ids, as_scores, believe_ids
from seqscore_lint.flow.values import LIKELY, MISSING, UNKNOWN_AXES, Value, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


def reduction_of(site: Site) -> str:
    """mean, sum, none, or ``?`` where it is not constant."""
    default = str(site.fact("reduction", "mean"))
    given = site.roles.get("reduction")
    if given is not None:
        if given.const is MISSING or given.has("default"):
            return "?"
        return str(given.const or "none") if given.const is not None else "none"
    if site.const("reduce", True) is False:
        return "none"
    if site.const("size_average", True) is False:
        return "sum"
    return default


def _believe(ip: Expressions, ids: Value) -> None:
    """What a loss takes for token ids are token ids, not only by their name."""
    for name, value in ip.env.items():
        if value.vn == ids.vn:
            ip.env[name] = value.but(trust=LIKELY)


@operation("loss")
def loss(ip: Expressions, site: Site) -> Value:
    x, target = as_scores(ip, site["x"]), site["target"]
    target = as_ids(target) or target
    if target.has("by-use") and len(site.node.args) > 1:
        believe_ids(ip, site.node.args[1], target)
    elif target.kind == "ids" and target.trust < LIKELY:
        _believe(ip, target)
    function = site.fact("function")
    reduction = reduction_of(site)
    if function == "keras_cross_entropy" and reduction in ("sum_over_batch_size", "auto"):
        reduction = "mean"
    axes: tuple[str, ...] = ()
    if reduction not in ("mean", "sum", "batchmean"):
        axes = tuple(a for a in x.axes if a != "V") if "V" in x.axes else UNKNOWN_AXES
        if axes[:1] == ("*",) and target.kind == "ids" and target.axes:
            axes = target.axes
    kind = {
        "kl_div": "num",
        "kl_div_log": "num",
        "bce": "num",
        "bce_logits": "num",
        "perplexity_metric": "ppl",
    }.get(function, "nll")
    smoothing = site.roles.get("label_smoothing")
    tags = {"smoothed"} if smoothing is not None and smoothing.const not in (0, 0.0) else set()
    tags |= set(target.tags & {"composed", "rolled", "smoothed"})
    if target.has("-100"):
        tags |= {"-100"}
    if target.has("padded", "pad-ignored"):
        tags |= set(target.tags & {"padded", "pad-ignored"})
    if "ignore_index" in site.roles:
        tags |= {"ignores"}
    tags |= set(x.tags & {"half", "warped"})
    if x.has("half"):
        tags |= {"half-normalised"}
    if reduction == "mean":
        tags |= {"mean-loss"}
    language = x.domain
    if x.kind == "?" and not ip.module.says(r"vocab|token|perplexity|language"):
        language = ""
    result = Value(
        kind, ip.number("loss", function, x.vn, target.vn, reduction), axes=axes, pick="chosen", domain=language,
        reduced={"none": "", "?": "?", "row": ""}.get(reduction, reduction), span=target.span or x.span, origin=target.origin,
        trust=max(x.trust, LIKELY) if kind == "nll" else LIKELY if not x.known else x.trust, parts=(x, target), tags=frozenset(tags), steps=x.steps,
        made=site.node,
    ).step(*ip.place(site.node), f"{function} ({reduction})")  # fmt: skip
    ip.emit(events.Loss(site.node, function, x, target, reduction, {**site.roles}, result))
    if function in ("bce", "bce_logits"):
        return Value("num", result.vn, axes=axes)  # no token's NLL, whatever it is called
    return result if kind != "num" else unknown(result.vn, tags=frozenset({"divergence"}))
