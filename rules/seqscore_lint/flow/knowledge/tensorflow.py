"""tensorflow and keras. softmax and log_softmax act on the last axis by default."""

from __future__ import annotations

from seqscore_lint.flow.knowledge.numeric import ARRAY, LOGIC
from seqscore_lint.flow.knowledge.signature import Signature, row, rows

_TF = {
    **{
        f"reduce_{name}": row("reduce", "x=input_tensor axis keepdim=keepdims", function=function)
        for name, function in {
            "sum": "sum",
            "mean": "mean",
            "prod": "prod",
            "max": "max",
            "min": "min",
            "logsumexp": "logsumexp",
            "all": "all",
            "any": "any",
        }.items()
    },
    "exp": row("exp", "x"),
    "argmax": row("argextreme", "x=input axis", function="max"),
    "argmin": row("argextreme", "x=input axis", function="min"),
    "gather": row("tf-gather", "x=params index=indices validate axis batch_dims"),
    "gather_nd": row("tf-gather", "x=params index=indices batch_dims"),
    "cast": row("convert", "x dtype"),
    "convert_to_tensor": row("convert", "x=value dtype"),
    "constant": row("convert", "x=value dtype"),
    "squeeze": row("squeeze", "x=input axis"),
    "expand_dims": row("unsqueeze", "x=input axis"),
    "reshape": row("reshape", "x=tensor shape"),
    "transpose": row("permute", "x=a dims=perm"),
    "stack": row("stack", "x=values axis"),
    "concat": row("concat", "x=values axis"),
    "where": row("where", "condition x y"),
    "roll": row("roll", "x=input shifts=shift axis"),
    "zeros": row("filled", "shape", value=0.0),
    "ones": row("filled", "shape", value=1.0),
    "zeros_like": row("filled", "x=input", value=0.0),
    "ones_like": row("filled", "x=input", value=1.0),
    "range": row("range", "a=start b=limit c=delta"),
    "multiply": row("arithmetic", "x y", operator="*"),
    "subtract": row("arithmetic", "x y", operator="-"),
    "add": row("arithmetic", "x y", operator="+"),
    "divide": row("arithmetic", "x y", operator="/"),
    "pow": row("arithmetic", "x y", operator="**"),
    **LOGIC,
    "boolean_mask": row("masked-select", "x=tensor mask"),
    "sequence_mask": row("sequence-mask", "x=lengths width=maxlen"),
    "linalg.matmul": row("opaque", "x y"),
    "one_hot": row("one-hot", "x=indices"),
    "sigmoid": row("elementwise", "x", function="sigmoid"),
    "maximum": row("clamp", "x low=y"),
    "minimum": row("clamp", "x high=y"),
    "clip_by_value": row("clamp", "x=t low=clip_value_min high=clip_value_max"),
    "stop_gradient": row("keep", "x=input"),
    "identity": row("keep", "x=input"),
    "shape": row("size", "x=input"),
    "size": row("count", "x=input"),
    "negative": row("negate", "x"),
    "abs": row("keep", "x", tag="abs"),
}

_MATH = {
    **{name: _TF[name] for name in _TF if name.startswith("reduce_")},
    "exp": _TF["exp"],
    "log": row("log", "x"),
    "log1p": row("elementwise", "x", function="log1p"),
    "softplus": row("elementwise", "x=features", function="softplus"),
    "sigmoid": _TF["sigmoid"],
    "log_sigmoid": row("elementwise", "x", function="logsigmoid"),
    "softmax": row("softmax", "x=logits axis", default=-1),
    "log_softmax": row("softmax", "x=logits axis", default=-1, log=True),
    "divide_no_nan": row("arithmetic", "x y", operator="/", safe=True),
    **LOGIC,
    **{name: _TF[name] for name in ("add", "subtract", "multiply", "divide", "negative", "pow", "abs")},
    "cumsum": row("reduce", "x axis", function="cumsum"),
    "count_nonzero": row("count", "x=input"),
    "xlogy": row("xlogy", "x y"),
    "top_k": row("topk", "x=input k"),
    "argmax": _TF["argmax"],
}

_NN = {
    "softmax": _MATH["softmax"],
    "log_softmax": _MATH["log_softmax"],
    "sigmoid": _TF["sigmoid"],
    "softplus": _MATH["softplus"],
    "top_k": _MATH["top_k"],
    "sparse_softmax_cross_entropy_with_logits": row(
        "loss", "target=labels x=logits", function="cross_entropy", reduction="none"
    ),
    "softmax_cross_entropy_with_logits": row(
        "loss", "target=labels x=logits", function="cross_entropy", reduction="none"
    ),
    "sigmoid_cross_entropy_with_logits": row(
        "loss", "target=labels x=logits", function="bce_logits", reduction="none"
    ),
}

_LOSSES = {
    "SparseCategoricalCrossentropy": row(
        "instance", "from_logits ignore_class reduction", of="loss", roles="target=y_true x=y_pred",
        function="keras_cross_entropy", reduction="mean",
    ),
    "CategoricalCrossentropy": row(
        "instance", "from_logits label_smoothing", of="loss", roles="target=y_true x=y_pred",
        function="keras_cross_entropy", reduction="mean",
    ),
    "KLDivergence": row("instance", "", of="opaque"),
    "sparse_categorical_crossentropy": row(
        "loss", "target=y_true x=y_pred from_logits", function="keras_cross_entropy", reduction="none"
    ),
    "categorical_crossentropy": row(
        "loss", "target=y_true x=y_pred from_logits", function="keras_cross_entropy", reduction="none"
    ),
}  # fmt: skip

_KERAS_OPS = {
    **ARRAY,  # named like numpy's
    "logsumexp": row("reduce", "x axis keepdim=keepdims", function="logsumexp"),
    "softmax": row("softmax", "x axis", default=-1),
    "log_softmax": row("softmax", "x axis", default=-1, log=True),
    "sigmoid": _TF["sigmoid"],
    "log_sigmoid": row("elementwise", "x", function="logsigmoid"),
    "softplus": row("elementwise", "x", function="softplus"),
    "one_hot": row("one-hot", "x"),
    "top_k": row("topk", "x k"),
    "cast": row("convert", "x dtype"),
    "convert_to_numpy": row("keep", "x"),
    "convert_to_tensor": row("convert", "x dtype"),
    "stop_gradient": row("keep", "x"),
    "shape": _TF["shape"],
}

_PAD_SEQUENCES = row(
    "pad-sequence", "x=sequences width=maxlen dtype side=padding truncating value", side="pre"
)

FUNCTIONS: dict[str, Signature] = {
    **rows("tensorflow", "tensorflow tensorflow.compat.v1", _TF),
    **rows("tensorflow", "tensorflow.math", _MATH),
    **rows("tensorflow", "tensorflow.nn", _NN),
    **rows("tensorflow", "tensorflow.keras.losses keras.losses", _LOSSES),
    **rows("tensorflow", "tensorflow.keras.ops keras.ops", _KERAS_OPS),
    **rows("tensorflow", "tensorflow.keras.activations keras.activations", {"softmax": _MATH["softmax"]}),
    "tensorflow.keras.metrics.sparse_categorical_crossentropy": _LOSSES["sparse_categorical_crossentropy"],
    **rows(
        "tensorflow",
        "tensorflow.keras.utils tensorflow.keras.preprocessing.sequence keras.utils keras.preprocessing.sequence",
        {"pad_sequences": _PAD_SEQUENCES},
    ),
    "tensorflow.keras.layers.Softmax": row("instance", "axis", of="softmax", default=-1),
    "tensorflow.keras.layers.Dense": row("instance", "outputs=units activation", of="linear"),
    "keras.layers.Dense": row("instance", "outputs=units activation", of="linear"),
    "tensorflow.keras.layers.Embedding": row("embedding", "count=input_dim width=output_dim"),
    "keras.layers.Embedding": row("embedding", "count=input_dim width=output_dim"),
    **rows(
        "tensorflow",
        "tensorflow.keras tensorflow.keras.models keras keras.models",
        {"Sequential": row("sequential"), "Model": row("functional-model", "inputs outputs")},
    ),
    "tensorflow_probability.distributions.Categorical": row("categorical", "logits probs"),
    "tensorflow.random.categorical": row("categorical-sample", "logits"),
    "keras.layers.Softmax": row("instance", "axis", of="softmax", default=-1),
    "tensorflow.keras.backend.mean": _TF["reduce_mean"],
    "tensorflow.function": row("wrap", "function"),
}

METHODS: dict[str, Signature] = {}
