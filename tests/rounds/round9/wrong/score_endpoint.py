"""Scoring route of the gateway: how plausible is a given reply to a given conversation?

# bug: the largest log-prob of each row is summed, not the one of the reply's token.
"""
import asyncio

import torch


class ReplyScorer:
    """Wraps a causal model behind an asyncio lock; one request at a time."""

    def __init__(self, model):
        self._model = model
        self._gate = asyncio.Lock()

    @torch.inference_mode()
    def _forward(self, history, reply):
        ids = torch.tensor([history + reply], device=self._model.device)
        rows = self._model(ids).logits[:, len(history) - 1 : -1].float()
        lp = rows.log_softmax(-1)
        best, _ = lp.max(dim=-1)  # expect: SEQ204
        return best.sum(-1).item()  # expect-near: SEQ204

    async def handle(self, payload):
        history, reply = payload["history_ids"], payload["reply_ids"]
        if not history or not reply:
            return {"error": "history_ids and reply_ids must be non-empty"}
        async with self._gate:
            value = await asyncio.to_thread(self._forward, history, reply)
        return {"reply_logprob": value, "n_tokens": len(reply)}
