"""Metrics and scorers of other libraries: torchmetrics, evaluate, sklearn, kenlm, nltk, minicons."""

from __future__ import annotations

from seqscore_lint.flow.knowledge.signature import Signature, row

_PERPLEXITY = row(
    "instance",
    "ignore_index",
    of="loss",
    roles="x=preds target",
    function="perplexity_metric",
    reduction="mean",
)

FUNCTIONS: dict[str, Signature] = {
    "torchmetrics.text.Perplexity": _PERPLEXITY,
    "torchmetrics.text.perplexity.Perplexity": _PERPLEXITY,
    "torchmetrics.Perplexity": _PERPLEXITY,
    "torchmetrics.functional.perplexity": row(
        "loss", "x=preds target ignore_index", function="perplexity_metric", reduction="mean"
    ),
    "torchmetrics.functional.text.perplexity": row(
        "loss", "x=preds target ignore_index", function="perplexity_metric", reduction="mean"
    ),
    "torchmetrics.functional.text.perplexity.perplexity": row(
        "loss", "x=preds target ignore_index", function="perplexity_metric", reduction="mean"
    ),
    "keras_hub.metrics.Perplexity": row("instance", "from_logits mask_token_id", of="opaque"),
    **{
        name: row("meter")
        for name in (
            "tensorflow.keras.metrics.Mean",
            "keras.metrics.Mean",
            "torchmetrics.MeanMetric",
            "torchmetrics.aggregation.MeanMetric",
        )
    },
    "kenlm.Model": row("kenlm"),
    "kenlm.LanguageModel": row("kenlm"),
    "sklearn.metrics.log_loss": row("opaque"),
}

METHODS: dict[str, Signature] = {
    "logscore": row("log-score", "x word context"),
    "sequence_score": row("pooled-score", "x batch reduction prob base_two"),
    "conditional_score": row("pooled-score", "x prefix stimuli separator reduction prob base_two"),
    "partial_score": row("pooled-score", "x preamble stimuli reduction prob base_two"),
}
