"""Gateway route: log-prob of a given reply to a given conversation."""
import asyncio

import torch


class ReplyGateway:
    def __init__(self, model):
        self.model = model
        self.lock = asyncio.Lock()

    @torch.inference_mode()
    def _run(self, history, reply):
        ids = torch.tensor([history + reply], device=self.model.device)
        z = self.model(ids).logits[:, len(history) - 1 : -1].float()
        y = ids[:, len(history):]
        values = torch.log_softmax(z, dim=-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
        greedy = bool((z.argmax(dim=-1) == y).all())
        return values.sum(-1).item(), greedy

    async def handle(self, payload):
        h, r = payload["history_ids"], payload["reply_ids"]
        if not h or not r:
            return {"error": "empty input"}
        async with self.lock:
            value, greedy = await asyncio.to_thread(self._run, h, r)
        return {"reply_logprob": value, "is_greedy": greedy, "n_tokens": len(r)}
