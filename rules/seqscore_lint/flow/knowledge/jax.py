"""jax, jax.nn, jax.numpy, flax and optax. softmax and log_softmax act on the last axis by default."""

from __future__ import annotations

from seqscore_lint.flow.knowledge.numeric import ARRAY
from seqscore_lint.flow.knowledge.signature import Signature, row, rows

_NN = {
    "softmax": row("softmax", "x axis where", default=-1),
    "log_softmax": row("softmax", "x axis where", default=-1, log=True),
    "logsumexp": row("reduce", "x=a axis b keepdim=keepdims", function="logsumexp"),
    "sigmoid": row("elementwise", "x", function="sigmoid"),
    "log_sigmoid": row("elementwise", "x", function="logsigmoid"),
    "softplus": row("elementwise", "x", function="softplus"),
    "relu": row("elementwise", "x", function="relu"),
    "one_hot": row("one-hot", "x"),
}

_OPTAX = {
    "softmax_cross_entropy_with_integer_labels": row(
        "loss", "x=logits target=labels", function="cross_entropy", reduction="none"
    ),
    "softmax_cross_entropy": row(
        "loss", "x=logits target=labels", function="cross_entropy", reduction="none"
    ),
    "kl_divergence": row("loss", "x=log_predictions target=targets", function="kl_div", reduction="row"),
    "kl_divergence_with_log_targets": row(
        "loss", "x=log_predictions target=targets", function="kl_div_log", reduction="row"
    ),
    "sigmoid_binary_cross_entropy": row(
        "loss", "x=logits target=labels", function="bce_logits", reduction="none"
    ),
}

FUNCTIONS: dict[str, Signature] = {
    **rows("jax", "jax.numpy", ARRAY),
    **rows("jax", "jax.nn flax.linen", _NN),
    **rows("jax", "optax optax.losses", _OPTAX),
    "jax.scipy.special.logsumexp": _NN["logsumexp"],
    "jax.random.categorical": row("categorical-sample", "key logits"),
    "distrax.Categorical": row("categorical", "logits probs"),
    "jax.vmap": row("wrap", "function"),
    "jax.jit": row("wrap", "function"),
    "jax.device_get": row("keep", "x"),
    "jax.lax.stop_gradient": row("keep", "x"),
}

METHODS: dict[str, Signature] = {}
