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
    "smooth_labels": row("smooth-labels", "x=labels alpha"),
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

_LAYERS = {
    "flax.linen.Embed": row("embedding", "count=num_embeddings width=features"),
    "flax.nnx.Embed": row("embedding", "count=num_embeddings width=features"),
    "haiku.Embed": row("embedding", "count=vocab_size width=embed_dim"),
    "equinox.nn.Embedding": row("embedding", "count=num_embeddings width=embedding_size"),
    "mlx.nn.Embedding": row("embedding", "count=num_embeddings width=dims"),
    "flax.linen.Dense": row("instance", "outputs=features", of="linear"),
    "flax.linen.DenseGeneral": row("instance", "outputs=features", of="linear"),
    "flax.nnx.Linear": row("instance", "inputs=in_features outputs=out_features", of="linear"),
    "haiku.Linear": row("instance", "outputs=output_size", of="linear"),
    "equinox.nn.Linear": row("instance", "inputs=in_features outputs=out_features", of="linear"),
    "mlx.nn.Linear": row("instance", "inputs=input_dims outputs=output_dims", of="linear"),
}

FUNCTIONS: dict[str, Signature] = {
    **_LAYERS,
    **rows("jax", "mlx.nn", _NN),
    **rows(
        "jax",
        "mlx.nn.losses",
        {
            "cross_entropy": row(
                "loss",
                "x=logits target=targets weights axis label_smoothing reduction",
                function="cross_entropy",
                reduction="none",
            ),
            "nll_loss": row(
                "loss", "x=inputs target=targets axis reduction", function="nll_loss", reduction="none"
            ),
        },
    ),
    **rows("jax", "jax.numpy", ARRAY),
    "jax.numpy.logsumexp": _NN["logsumexp"],  # of mlx.core
    **rows("jax", "jax.nn flax.linen", _NN),
    **rows("jax", "optax optax.losses", _OPTAX),
    "jax.scipy.special.logsumexp": _NN["logsumexp"],
    "jax.random.normal": row("matrix"),
    "jax.random.uniform": row("matrix"),
    "jax.random.categorical": row("categorical-sample", "key logits"),
    "distrax.Categorical": row("categorical", "logits probs"),
    **dict.fromkeys(
        ("jax.value_and_grad", "flax.nnx.value_and_grad", "equinox.filter_value_and_grad"),
        row("value-and-grad", "function"),
    ),
    "mlx.nn.value_and_grad": row("value-and-grad", "model function=fn"),
    "jax.vmap": row("vmap", "function axes=in_axes"),
    "jax.jit": row("wrap", "function"),
    "jax.device_get": row("keep", "x"),
    "jax.lax.stop_gradient": row("keep", "x"),
}

METHODS: dict[str, Signature] = {}
