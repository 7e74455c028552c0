"""Models: what a forward pass returns, what generate returns, what a loaded model is."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from seqscore_lint.flow import events
from seqscore_lint.flow.module import ABSOLUTE, model_class
from seqscore_lint.flow.operations import Site, operation, serving
from seqscore_lint.flow.values import (
    CERTAIN,
    LIKELY,
    MISSING,
    NOTHING,
    POSSIBLE,
    UNKNOWN_AXES,
    WHOLE,
    Value,
    fresh,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

LLAMA_LOGITS = "logits of llama.cpp"

_WARPERS = ("do_sample", "temperature", "top_k", "top_p", "repetition_penalty", "typical_p", "min_p", "penalty_alpha",
            "no_repeat_ngram_size", "bad_words_ids", "logits_processor", "min_new_tokens", "min_length")  # fmt: skip


NO_BOS = re.compile(
    r"qwen|gpt-?2|gpt-?neo|pythia|falcon|bloom|phi-?[1234]|smollm|olmo|mpt-|starcoder", re.IGNORECASE
)
"""Models whose tokenizer puts no BOS in front of a text."""


@operation("from-pretrained")
def from_pretrained(ip: Expressions, site: Site) -> Value:
    owner = site["x"]
    name = str(owner.ref) if owner.kind == "ref" else ""
    last = name.rpartition(".")[2]
    weights = site.const("name", "")
    family = last + " " + (weights if isinstance(weights, str) else "")
    if "Tokenizer" in last or "Processor" in last:
        tags = {"no-bos"} if NO_BOS.search(family) else set()
        tags |= {"processor"} if "Processor" in last else set()
        return Value(
            "tokenizer",
            ip.number("load", site.node.lineno),
            fields={},
            ref=dict(site.keywords),
            tags=frozenset(tags),
        )
    if "Config" in last:
        return Value("config", ip.number("load", site.node.lineno))
    if not last:
        return unknown()
    kind = model_class(last)
    half = any(
        isinstance(value.ref, str)
        and ("float16" in value.ref or "bfloat16" in value.ref or value.ref.endswith("half"))
        for key, value in site.keywords.items()
        if key in ("torch_dtype", "dtype")
    )
    text = site.keywords.get("torch_dtype") or site.keywords.get("dtype")
    half = half or (text is not None and text.const in ("float16", "bfloat16", "half"))
    return Value(
        "model", ip.number("load", site.node.lineno), ref=kind, trust=CERTAIN if kind else LIKELY,
        tags=frozenset([*(["single-logit"] if site.keywords.get("num_labels", owner).const == 1 else []), *(["half"] if half else []), *(["absolute-positions"] if ABSOLUTE.search(family) else [])]),
    )  # fmt: skip


def forward(ip: Expressions, node: ast.Call, model: Value) -> Value:
    """A model is called on token ids."""
    args, keywords = ip.arguments(node), ip.keywords(node)
    encoding = keywords.get("**")
    first = (
        args[1]
        if len(args) > 1 and (args[0].kind == "dict" or args[0].ref in ("params", "variables"))
        else args[0]
        if args
        else None
    )
    inputs = keywords.get("input_ids") or keywords.get("inputs") or first
    if inputs is None and encoding is not None and encoding.kind == "encoding" and encoding.fields:
        inputs = encoding.fields["input_ids"]
    labels = keywords.get("labels")
    _believed_mask(ip, node)
    if (
        inputs is None
        and encoding is not None
        and labels is not None
        and labels.has("from-batch")
        and not labels.has("-100")
    ):
        inputs = labels  # model(**batch, labels=batch.input_ids)
    if inputs is None and encoding is not None and encoding.kind in ("?", "dict"):
        inputs = _of_batch(ip, encoding)
    inputs = inputs or unknown()
    if inputs.kind == "encoding" and inputs.fields:
        encoding, inputs = inputs, inputs.fields["input_ids"]
    if not inputs.known:
        inputs = as_ids(inputs) or _believed(ip, node, inputs)
    attention = keywords.get("attention_mask")
    if attention is not None and inputs.kind == "ids" and attention.has("prefix"):
        inputs = _padded_behind(ip, inputs)
    if labels is not None and not labels.known and as_ids(labels) is not None:
        labels = keywords["labels"] = as_ids(labels) or labels
    fields: dict[str, Value] = {"<inputs>": inputs}
    if labels is not None:
        fields["<labels>"] = labels
    elif "**" in keywords and keywords["**"].kind != "encoding":
        fields["<batch>"] = keywords["**"]
    if encoding is not None or any(name in keywords for name in ("attention_mask", "mask")):
        fields["<mask>"] = keywords.get("attention_mask") or unknown()
    # A mixture of experts adds its load-balancing term to the loss where the router's logits are asked for.
    asked = keywords.get("output_router_logits")
    router = {"auxiliary"} if asked is not None and asked.const is True else set()
    result = Value(
        "output", ip.number("forward", model.vn, inputs.vn, labels.vn if labels else 0, node.lineno), ref=model.ref, fields=fields,
        trust=LIKELY if not model.ref or model.has("by-name") else model.trust, tags=model.tags & {"half", "member", "by-name", "single-logit"} | router,
        domain=str(model.ref or ""), parts=(model, inputs), made=node,
    ).step(*ip.place(node), "forward pass")  # fmt: skip
    ip.emit(events.Forward(node, model, inputs, keywords, result))
    return result


def _believed_mask(ip: Expressions, node: ast.Call) -> None:
    """What is given as attention_mask is one, whatever its name."""
    spelled = next((k.value for k in node.keywords if k.arg == "attention_mask"), None)
    held = ip.env.get(spelled.id) if isinstance(spelled, ast.Name) else None
    if held is not None and not held.known and isinstance(spelled, ast.Name):
        given = {"param"} if held.ref == spelled.id and spelled.id in ip.function.parameters else set()
        tags = frozenset({"attention", "keep", "by-use"} | given)
        ip.env[spelled.id] = Value("mask", held.vn, origin=held.vn, span=WHOLE, tags=tags, trust=LIKELY)


def _padded_behind(ip: Expressions, inputs: Value) -> Value:
    """Token ids whose attention mask ends where their lengths say are padded there."""
    for name, held in ip.env.items():
        if held.kind == "ids" and held.vn == inputs.vn:
            ip.env[name] = held.tagged("padded")
    return inputs.tagged("padded")


def _of_batch(ip: Expressions, batch: Value) -> Value:
    """The token ids in a batch that is passed on as a whole."""
    vn = ip.number("item", batch.vn, ip.number("const", "str", "'input_ids'"))
    tags = frozenset({"from-batch", *(batch.tags & {"padded", "padded-left"})})
    return Value("ids", vn, axes=UNKNOWN_AXES, origin=vn, span=WHOLE, trust=LIKELY, tags=tags)


def as_ids(value: Value) -> Value | None:
    """A slice of something unknown, used where token ids belong, is a slice of token ids."""
    if value.known or (value.origin is None and not value.has("rolled")):
        return value if value.kind == "ids" else None
    joined = _summands(value) if value.has("added") else value.parts if value.has("joined") else ()
    return Value(
        "ids",
        value.vn,
        axes=("1", "T") if value.has("of-one-row") else UNKNOWN_AXES,
        made=value.made,
        origin=value.origin,
        span=value.span,
        trust=LIKELY,
        tags=value.tags | {"by-use"} | ({"joined", "composed"} if value.has("added") and joined else set()),
        ref=value.ref if isinstance(value.ref, str) else None,
        parts=joined,
    )


def _summands(value: Value) -> tuple[Value, ...]:
    """The two sequences, each with a name of its own, that were put behind each other and then cut."""
    while len(value.parts) == 1 and value.parts[0].has("added"):
        value = value.parts[0]
    both = len(value.parts) == 2 and all(isinstance(part.ref, str) for part in value.parts)
    return value.parts if both and value.parts[0].ref != value.parts[1].ref else ()


def believe_ids(ip: Expressions, spelled: ast.expr | None, ids: Value) -> None:
    """What is used as token ids, whole or in part, are token ids from here on, whatever their name."""
    while not isinstance(spelled, ast.Name):
        if isinstance(spelled, (ast.Subscript, ast.Attribute)):
            spelled = spelled.value
        elif isinstance(spelled, ast.Call) and isinstance(spelled.func, ast.Attribute):
            spelled = spelled.func.value
        else:
            return
    held = ip.env.get(spelled.id)
    if held is None or held.known or ids.origin is None:
        return
    for name, value in ip.env.items():
        if not value.known and (value.vn == held.vn or value.vn == ids.origin):
            ip.env[name] = Value(
                "ids", value.vn, origin=ids.origin, span=value.span or WHOLE, trust=LIKELY,
                tags=value.tags | {"by-use"}, made=value.made, ref=name,
            )  # fmt: skip


def _believed(ip: Expressions, node: ast.Call, inputs: Value) -> Value:
    """What a language model is called on are token ids, whatever their name."""
    spelled = next(
        (k.value for k in node.keywords if k.arg == "input_ids"), node.args[0] if node.args else None
    )
    if not isinstance(spelled, ast.Name) or spelled.id not in ip.env:
        return inputs
    labelled = any(keyword.arg == "labels" for keyword in node.keywords)
    if not (labelled or ip.module.model_class or ip.module.imports("transformers", "vllm", "lm_eval")):
        return inputs
    ids = Value(
        "ids",
        inputs.vn,
        axes=("B", "T"),
        origin=inputs.vn,
        span=WHOLE,
        trust=LIKELY,
        tags=frozenset({"by-use"}),
    )
    ip.env[spelled.id] = ids
    return ids


def logits(ip: Expressions, base: Value, vn: int, node: ast.AST) -> Value:
    """``.logits`` of a model's output, of generate's output, or of something unknown."""
    if base.kind == "generated":
        sample = base.ref.get("do_sample") if isinstance(base.ref, dict) else None
        sampled = ["sampled"] if sample is not None and sample.const is not False else []
        step = _logit(ip, ip.number("elem", vn), ("B", "V"), "generate", CERTAIN).tagged("raw", *sampled)
        return Value(
            "list",
            vn,
            elem=step.step(*ip.place(node), "raw logits of each generated step"),
            ref=base,
            trust=base.trust,
        )
    if base.kind == "output":
        inputs = _inputs(base)
        axes = _logit_axes(base, inputs)
        value = _logit(ip, vn, axes, base.domain, base.trust).but(
            origin=inputs.origin,
            span=inputs.span,
            tags=base.tags & {"half", "member"},
            steps=base.steps,
            parts=(base,),
        )
        return value.but(tags=value.tags | _padding(base, inputs)).step(*ip.place(node), "logits")
    if base.kind in ("?", "object", "dict", "self"):
        domain = ip.module.model_class
        axes = ("B", "T", "V") if domain == "causal" and ip.module.model_trust == 2 else ("*", "V")
        return _logit(ip, vn, axes, domain, LIKELY).step(*ip.place(node), "logits")
    return unknown(vn)


def _padding(output: Value, inputs: Value) -> frozenset[str]:
    """How the tokens are padded that the logits are of: those of a decoder, where a model has an encoder for its inputs."""
    rows = (output.fields or {}).get("<labels>", NOTHING) if output.domain == "seq2seq" else inputs
    return rows.tags & {"padded", "padded-left"}


def _inputs(output: Value) -> Value:
    return (output.fields or {}).get("<inputs>") or unknown(0)


def _logit(ip: Expressions, vn: int, axes: tuple[str, ...], domain: str, trust: int) -> Value:
    return Value("logit", vn, axes=axes, domain=domain, trust=trust)


def _logit_axes(base: Value, inputs: Value) -> tuple[str, ...]:
    if base.ref in ("causal", "seq2seq", "masked"):
        if inputs.kind == "ids" and "*" not in inputs.axes and inputs.axes:
            return (*inputs.axes, "V")
        return ("B", "T", "V")
    if base.has("single-logit"):
        return ("B", "1")
    if base.ref == "classifier":
        return ("B", "C")
    if inputs.kind == "ids" and "*" not in inputs.axes and inputs.axes:
        return (*inputs.axes, "V")
    return ("*", "V")


def as_scores(ip: Expressions, value: Value) -> Value:
    """A model's output that is used as if it were a tensor is a tensor of logits."""
    if value.kind != "output":
        if value.kind == "tuple" and "harness" in value.tags and value.items:
            return value.items[0]  # of a rolling request the number alone
        return serving.as_list(value) if value.kind == "response" else value
    inputs = _inputs(value)
    return _logit(ip, value.vn, _logit_axes(value, inputs), value.domain, min(value.trust, LIKELY)).but(
        origin=inputs.origin,
        span=inputs.span,
        steps=value.steps,
        tags=value.tags & {"half", "member"} | _padding(value, inputs) | {"assumed"},
    )


def loss(ip: Expressions, base: Value, vn: int, node: ast.AST) -> Value:
    """``.loss``: the mean NLL over the labels that are not ignored."""
    value = Value(
        "nll", vn, axes=(), pick="chosen", reduced="mean", domain=base.domain, trust=min(base.trust, LIKELY)
    )
    if base.kind == "output":
        fields = base.fields or {}
        if "<labels>" not in fields:
            # A batch that is spread into the call holds its labels.
            value = value.but(trust=min(base.trust, LIKELY) if "<batch>" in fields else POSSIBLE)
        else:
            value = value.but(
                parts=(_inputs(base), fields["<labels>"]), trust=base.trust, steps=base.steps, ref=base.made
            )
    elif base.kind in ("self", "object"):
        return unknown(vn)
    elif base.kind == "?":
        value = value.but(trust=LIKELY if ip.module.model_class == "causal" else POSSIBLE)
    return (
        value.but(made=node, tags=value.tags | base.tags & {"auxiliary"})
        .tagged("model-loss", "mean-loss")
        .step(*ip.place(node), "loss: the mean NLL over the labels")
    )


def item(ip: Expressions, value: Value, position: int) -> Value:
    """``output[0]``, ``output[1]``: the loss comes first where labels were given."""
    if value.kind != "output":
        return unknown(ip.number("item", value.vn, position))
    vn = ip.number("item", value.vn, position)
    has_loss = "<labels>" in (value.fields or {})
    node = ast.Constant(value=None, lineno=1, col_offset=0)
    steps = value.steps
    if has_loss and position == 0:
        found = loss(ip, value, vn, node)
    elif position == (1 if has_loss else 0):
        found = logits(ip, value, vn, node)
        found = (
            found.tagged("assumed")
            if value.has("by-name") and not ip.module.imports("transformers")
            else found
        )
    else:
        return unknown(vn)
    return found.but(steps=steps, made=None)


@operation("generate")
def generate(ip: Expressions, site: Site) -> Value:
    model, keywords = site["x"], site.keywords
    answered = serving.answer(ip, site.node, model, site.args, keywords)
    if answered is not None and answered.known:
        return answered
    if model.kind not in ("model", "?", "ref"):
        return unknown()
    if ip.module.imports("vllm") and not ip.module.imports("transformers"):
        return serving.completions(ip, site.node)
    result = Value(
        "generated", ip.number("generate", site.node.lineno, site.node.col_offset), ref=dict(keywords), parts=(model,),
        domain="generate", trust=LIKELY if model.kind == "?" else CERTAIN, fields={},
    ).step(*ip.place(site.node), "generate")  # fmt: skip
    ip.emit(events.Generate(site.node, model, site.args, keywords, result))
    if not keywords.get("return_dict_in_generate") and not _hidden(keywords):
        ids = Value(
            "ids", result.vn, axes=("B", "T"), origin=result.vn, span=WHOLE, tags=frozenset({"generated"})
        )
        return (
            ids.but(fields=None, ref=dict(keywords))
            if not ip.module.says(r"return_dict_in_generate")
            else result
        )
    return result


def _hidden(keywords: dict[str, Value]) -> bool:
    """Whether options of generate may stand where they can't be seen."""
    packed = keywords.get("**")
    return "generation_config" in keywords or (packed is not None and packed.has("options"))


def _options(generated: Value) -> dict[str, Value]:
    """What generate was called with, where that is known."""
    return generated.ref if generated.kind == "generated" and isinstance(generated.ref, dict) else {}


def beams(keywords: dict[str, Value]) -> bool | None:
    """Whether generate ran a beam search; None where it cannot be told."""
    count = keywords.get("num_beams")
    if count is None:
        return None if _hidden(keywords) else False
    return None if count.const is MISSING else isinstance(count.const, int) and count.const > 1


def warps(keywords: dict[str, Value]) -> bool:
    """Whether generate's scores are surely not the model's own distribution."""
    sample = keywords.get("do_sample")
    if sample is not None and sample.const is False:
        names = [name for name in _WARPERS[5:] if name in keywords] + (
            ["repetition_penalty"] if "repetition_penalty" in keywords else []
        )
    else:
        names = [name for name in _WARPERS if name in keywords]
    neutral = {
        "temperature": (1, 1.0),
        "top_p": (1, 1.0),
        "top_k": (0,),
        "do_sample": (False,),
        "repetition_penalty": (1, 1.0),
    }
    return any(keywords[name].const not in neutral.get(name, (None,)) for name in names)


def generated(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """``.scores``, ``.sequences``, … of what generate returned."""
    known = base.kind == "generated"
    if name == "sequences":
        return Value(
            "ids", vn, axes=("B", "T"), origin=vn, span=WHOLE, tags=frozenset({"generated"}), trust=base.trust
        )
    if not known and not (base.kind == "?" and ip.module.says(r"output_scores")):
        return unknown(vn)
    keywords = _options(base)
    trust = CERTAIN if known else LIKELY
    if name == "sequences_scores":
        penalty = keywords.get("length_penalty")
        reduced = "sum" if penalty is not None and penalty.const in (0, 0.0) else "mean"
        return Value("logprob", vn, axes=("B",), pick="chosen", reduced=reduced, domain="beam", trust=trust)
    if name != "scores":
        return unknown(vn)
    beam = beams(keywords) if known else None
    if beam is None and known:
        trust = min(trust, POSSIBLE)
    if beam:
        elem = Value(
            "logprob",
            ip.number("elem", vn),
            axes=("B", "V"),
            domain="beam",
            trust=trust,
            tags=frozenset({"processed"}),
        )
    else:
        tags = {"processed"} | ({"warped"} if known and warps(keywords) else set())
        elem = Value(
            "logit",
            ip.number("elem", vn),
            axes=("B", "V"),
            domain="generate",
            trust=trust,
            tags=frozenset(tags),
        )
    elem = elem.step(*ip.place(node), "scores of generate: processed logits")
    return Value("list", vn, elem=elem, ref=base, trust=trust, steps=elem.steps)


@operation("transition-scores")
def transition_scores(ip: Expressions, site: Site) -> Value:
    normalised = site.const("normalize_logits", False)
    vn = ip.number("transition", site.node.lineno, site.node.col_offset)
    beam = site.given("beam_indices")
    scores = site["scores"]
    if scores.kind == "list" and isinstance(scores.ref, Value) and beams(_options(scores.ref)) is not False:
        beam = True
    kind = "logprob" if normalised is True or beam else "logit" if normalised is False else "?"
    tags = scores.elem.tags & {"warped"} if scores.elem is not None else frozenset()
    return Value(
        kind, vn, axes=("B", "T"), pick="chosen", domain="beam" if beam else "generate", trust=CERTAIN,
        tags=tags | {"transition", "processed"}, made=site.node,
    ).step(*ip.place(site.node), "compute_transition_scores")  # fmt: skip


@operation("token-logprobs")
def token_logprobs(ip: Expressions, site: Site) -> Value:
    """A helper such as selective_log_softmax: chosen-token log-probs of logits and ids."""
    x = as_scores(ip, site["x"])
    axes = x.axes[:-1] if x.axes[-1:] == ("V",) else UNKNOWN_AXES
    result = Value("logprob", ip.number("helper", x.vn, site["index"].vn), axes=axes, pick="chosen", domain=x.domain, span=x.span,
                   origin=x.origin, trust=min(x.trust, LIKELY), steps=x.steps).step(*ip.place(site.node), site.name.rpartition(".")[2])  # fmt: skip
    ip.emit(
        events.Select(
            site.node, "helper", x.but(kind="logprob") if x.kind == "logit" else x, site["index"], -1, result
        )
    )
    return result


@operation("pooled-score")
def pooled_score(ip: Expressions, site: Site) -> Value:
    """minicons: one score a sequence, the mean of its token log-probs unless ``reduction`` says otherwise."""
    if site["x"].kind not in ("?", "model"):
        return unknown()
    base = "2" if site.const("base_two", False) is True else "e"
    tokens = Value(
        "logprob", ip.number("minicons", site.node.lineno), axes=("T",), pick="chosen", domain="lm", base=base
    )
    reduction = site.roles.get("reduction")
    pooled = (
        ip.apply(reduction, (tokens,), site.node)
        if reduction is not None
        else tokens.but(axes=(), reduced="mean")
    )
    pooled = pooled.but(vn=ip.number("pooled", site.node.lineno, site.node.col_offset), made=site.node)
    pooled = pooled.step(
        *ip.place(site.node), f"{site.name.lstrip('.')}: {pooled.reduced} of the token log-probs"
    )
    return (
        Value("list", fresh(), elem=pooled, trust=pooled.trust, steps=pooled.steps)
        if pooled.is_score
        else unknown()
    )


@operation("log-score")
def log_score(ip: Expressions, site: Site) -> Value:
    """nltk.lm: the base-2 log-prob of a word."""
    if site["x"].kind not in ("?", "model", "ref"):
        return unknown()
    score = Value("logprob", fresh(), axes=(), pick="chosen", base="2", domain="lm", trust=LIKELY)
    return score.step(*ip.place(site.node), "nltk: base-2 log-probability")


@operation("kenlm")
def kenlm(ip: Expressions, site: Site) -> Value:
    return Value("kenlm", ip.number("kenlm", site.node.lineno))


@operation("kenlm-score", "kenlm-full")
def kenlm_score(ip: Expressions, site: Site) -> Value:
    whole = site.signature.operation == "kenlm-score"
    score = Value("logprob", ip.number("kenlm-score", site.node.lineno, site.node.col_offset), axes=(), pick="chosen", base="10",
                  reduced="sum" if whole else "").step(*ip.place(site.node), "kenlm: base-10 log-probability")  # fmt: skip
    if whole:
        return score
    return Value("list", score.vn, elem=Value("tuple", 0, items=(score, unknown(), unknown())))


@operation("kenlm-perplexity")
def kenlm_perplexity(ip: Expressions, site: Site) -> Value:
    return Value(
        "ppl",
        ip.number("kenlm-ppl", site.node.lineno, site.node.col_offset),
        axes=(),
        pick="chosen",
        reduced="mean",
    )


@operation("llama")
def llama(ip: Expressions, site: Site) -> Value:
    return Value("llama", ip.number("llama", site.node.lineno))


@operation("llama-tokenise")
def llama_tokenise(ip: Expressions, site: Site) -> Value:
    vn, text = fresh(), site["text"]
    text = text.parts[0] if text.kind == "bytes" and text.parts else text
    return Value("ids", vn, axes=("T",), origin=vn, span=WHOLE, tags=frozenset({"tokenised"}), parts=(text,))


def llama_logits(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """llama.cpp keeps the logits of every evaluated token, a row a token."""
    ids = ip.evaluated.get(base.vn)
    value = _logit(ip, vn, ("T", "V"), "causal", LIKELY)
    if ids is not None:
        value = value.but(origin=ids.origin, span=ids.span)
    return value.step(*ip.place(node), LLAMA_LOGITS)


@operation("llama-eval")
def llama_eval(ip: Expressions, site: Site) -> Value:
    if site["ids"].kind == "ids":
        ip.evaluated[site["x"].vn] = site["ids"]
    return unknown()


@operation("onnx")
def onnx(ip: Expressions, site: Site) -> Value:
    return Value("onnx", ip.number("onnx", site.node.lineno))


@operation("onnx-run")
def onnx_run(ip: Expressions, site: Site) -> Value:
    """session.run(names, feed): a list of arrays; the logits where they are asked for, or where all is."""
    names_ = site["names"]
    first = names_.items[0].const if names_.items else None
    runs = site["x"].kind == "onnx" or (ip.module.imports("onnxruntime") and site["feed"].kind == "dict")
    if not runs and first != "logits":
        return unknown()
    if names_.kind == "none" or first == "logits":
        value = _logit(ip, fresh(), ("B", "T", "V"), ip.module.model_class, LIKELY)
        ids = (site["feed"].fields or {}).get("input_ids")
        if ids is not None and ids.kind == "ids":
            value = value.but(origin=ids.origin, span=ids.span, tags=ids.tags & {"padded", "padded-left"})
        value = value.step(*ip.place(site.node), "logits")
        return Value("list", fresh(), items=(value,), elem=value)
    return unknown()
