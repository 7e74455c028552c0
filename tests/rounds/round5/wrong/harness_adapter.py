"""A backend for the evaluation harness.

`loglikelihood_tokens` must return, per request, the log-likelihood of the continuation and whether greedy
decoding would produce it.
# bug: minus the loss is the mean over the continuation's tokens, the harness expects the total
"""
from typing import Iterable, List, Tuple

import torch
from transformers import AutoModelForCausalLM

Request = Tuple[List[int], List[int]]


class TinyBackend:
    IGNORED = -100

    def __init__(self, pretrained: str, device: str = "cpu"):
        self.device = torch.device(device)
        self.net = AutoModelForCausalLM.from_pretrained(pretrained).to(self.device)
        self.net.eval()

    @property
    def window(self) -> int:
        return self.net.config.max_position_embeddings

    def loglikelihood_tokens(self, requests: Iterable[Request]):
        answers = []
        for context, continuation in requests:
            assert context and continuation
            full = (context + continuation)[-self.window :]
            x = torch.tensor([full], device=self.device)
            y = x.clone()
            y[:, : -len(continuation)] = self.IGNORED
            with torch.no_grad():
                res = self.net(x, labels=y)  # expect-near: SEQ402
            best = res.logits[0, -len(continuation) - 1 : -1].argmax(dim=-1)
            greedy = bool((best == x[0, -len(continuation) :]).all())
            answers.append((-res.loss.item(), greedy))  # expect: SEQ402
        return answers


def accuracy(backend: TinyBackend, docs) -> float:
    n_right = 0
    for doc in docs:
        lls = [ll for ll, _ in backend.loglikelihood_tokens((doc["ctx"], c) for c in doc["choices"])]
        n_right += lls.index(max(lls)) == doc["gold"]
    return n_right / len(docs)
