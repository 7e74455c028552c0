"""Grammar-constrained greedy decoding for the slot filler (JSON values only).

# bug: the reported log-probability is taken after everything outside the grammar was removed, so
it is the probability among the allowed tokens and not the model's
"""
from typing import Callable, Iterable, List, Tuple

import torch

Allowed = Callable[[List[int]], Iterable[int]]


class GrammarDecoder:
    def __init__(self, model, eos_id: int, max_steps: int = 48):
        self.model = model
        self.eos_id = eos_id
        self.max_steps = max_steps

    @torch.no_grad()
    def decode(self, prompt_ids: torch.Tensor, allowed: Allowed) -> Tuple[List[int], float]:
        """Return the chosen ids and the model's log-probability of them given the prompt."""
        seq, produced, model_logprob = prompt_ids, [], 0.0
        past = None
        step_in = seq
        for _ in range(self.max_steps):
            res = self.model(step_in, past_key_values=past, use_cache=True)
            past = res.past_key_values
            row = res.logits[0, -1].float()
            ban = torch.full_like(row, float("-inf"))
            ban[list(allowed(produced))] = 0.0
            dist = torch.log_softmax(row + ban, dim=-1)  # expect: SEQ108
            nxt = int(dist.argmax())
            model_logprob += dist[nxt].item()  # expect-near: SEQ108
            produced.append(nxt)
            if nxt == self.eos_id:
                break
            step_in = torch.tensor([[nxt]], device=row.device)
        return produced, model_logprob
