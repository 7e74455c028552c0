"""vLLM: requests that are dictionaries of what is sent."""

from __future__ import annotations

from seqscore_lint.flow.knowledge.signature import Signature, row

FUNCTIONS: dict[str, Signature] = {
    f"vllm.{module}{name}": row("dict")
    for module in ("", "inputs.")
    for name in ("TokensPrompt", "TextPrompt")
}
METHODS: dict[str, Signature] = {}
