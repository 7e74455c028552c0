"""A small harness-like adapter: loglikelihood requests in, (logprob, is_greedy) out.

# bug: is_greedy is true when the continuation differs from the arg-max tokens.
# bug: the multiple-choice answer is the option with the smallest log-likelihood.
"""
from typing import Iterable, List, Tuple

import numpy as np
import torch


class TinyLM:
    def __init__(self, model, device="cuda:0"):
        self.model = model.to(device).eval()
        self.device = device

    @torch.no_grad()
    def loglikelihood(self, requests: Iterable[Tuple[List[int], List[int]]]):
        answers = []
        for ctx, cont in requests:
            inp = torch.tensor([(ctx + cont)[:-1]], device=self.device)
            lp = self.model(inp).logits[0, -len(cont):].float().log_softmax(-1)
            tgt = torch.tensor(cont, device=self.device)
            total = lp[torch.arange(len(cont), device=self.device), tgt].sum()
            is_greedy = not torch.equal(lp.argmax(-1), tgt)  # expect: SEQ505
            answers.append((total.item(), is_greedy))
        return answers


def multiple_choice(lm: TinyLM, docs):
    correct = []
    for doc in docs:
        res = lm.loglikelihood([(doc["ctx"], c) for c in doc["choices"]])
        lls = np.array([r[0] for r in res])
        correct.append(int(np.argmin(lls)) == doc["gold"])  # expect: SEQ501
    return {"acc": float(np.mean(correct)), "n": len(correct)}
