"""transformers, and the helpers of trl and its relatives."""

from __future__ import annotations

from seqscore_lint.flow.knowledge.signature import Signature, row, rows

_WARPERS = (
    "LogitsProcessorList",
    "LogitsWarperList",
    "TemperatureLogitsWarper",
    "TopKLogitsWarper",
    "TopPLogitsWarper",
    "MinPLogitsWarper",
    "TypicalLogitsWarper",
    "EpsilonLogitsWarper",
    "EtaLogitsWarper",
    "TopHLogitsWarper",
    "RepetitionPenaltyLogitsProcessor",
    "NoRepeatNGramLogitsProcessor",
    "MinLengthLogitsProcessor",
    "NoBadWordsLogitsProcessor",
)
_HELPER = row("token-logprobs", "x=logits index=index|labels|input_ids")

FUNCTIONS: dict[str, Signature] = {
    **rows(
        "trl",
        "trl.trainer.utils trl.models.utils trl.core verl.utils.torch_functional openrlhf.models.utils",
        {
            "selective_log_softmax": _HELPER,
            "logprobs_from_logits": _HELPER,
            "log_probs_from_logits": _HELPER,
            "entropy_from_logits": row("reduce", "x=logits", function="logits-entropy"),
            "masked_mean": row("masked-reduce", "x=values mask axis", function="mean"),
            "masked_sum": row("masked-reduce", "x=values mask axis", function="sum"),
        },
    ),
    "transformers.pipeline": row("opaque"),
    **rows(
        "transformers",
        "transformers transformers.generation transformers.generation.logits_process transformers.generation.utils",
        {name: row("instance", "", of="warp", roles="ids x=scores") for name in _WARPERS},
    ),
    **rows(
        "mlx",
        "mlx_lm.sample_utils",
        {
            name: row("warp", "x=logits")
            for name in ("apply_top_k", "apply_top_p", "apply_min_p", "apply_xtc")
        },
    ),
    "llama_cpp.Llama": row("llama"),
    "llama_cpp.llama.Llama": row("llama"),
    "onnxruntime.InferenceSession": row("onnx"),
    "torch.compile": row("wrap", "function"),
}

METHODS: dict[str, Signature] = {
    "from_pretrained": row("from-pretrained", "x name"),
    "generate": row("generate", "x inputs=inputs|input_ids"),
    "compute_transition_scores": row("transition-scores", "x sequences scores beam_indices normalize_logits"),
    "encode": row("tokenise", "x text", ids=True),
    "batch_encode_plus": row("tokenise", "x text", batch=True),
    "encode_plus": row("tokenise", "x text"),
    "tokenize": row("tokenise", "x text", ids=True),
    "apply_chat_template": row("chat-template", "x conversation"),
    "decode": row("decode", "x ids"),
    "batch_decode": row("decode", "x ids"),
    "convert_ids_to_tokens": row("decode", "x ids"),
    "convert_tokens_to_ids": row("token-id", "x token"),
    "log_prob": row("distribution-log-prob", "x index=value"),
    "entropy": row("distribution-entropy", "x"),
    "gather_for_metrics": row("keep", "owner x"),
    "eval": row("keep", "x"),
    "train": row("keep", "x"),
    "to_tuple": row("opaque", "x"),
}
