"""Harness-style scoring with joint tokenisation; acc by sum, acc_norm per character."""
import numpy as np
import torch


class MultipleChoice:
    def __init__(self, tokenizer, model):
        self.tokenizer = tokenizer
        self.model = model.eval()

    def split(self, context, continuation):
        stripped = context.rstrip()
        continuation = context[len(stripped):] + continuation
        whole = self.tokenizer(stripped + continuation, return_offsets_mapping=True)
        ids, spans = whole["input_ids"], whole["offset_mapping"]
        cut = next(i for i, (a, b) in enumerate(spans) if b > len(stripped))
        if cut == 0:
            raise ValueError("nothing precedes the continuation")
        return torch.tensor([ids]), cut

    @torch.no_grad()
    def loglikelihood(self, context, continuation):
        ids, cut = self.split(context, continuation)
        lp = self.model(ids).logits[0, :-1].float().log_softmax(dim=-1)
        tok = lp[torch.arange(ids.size(1) - 1), ids[0, 1:]]
        return tok[cut - 1:].sum().item()

    def evaluate(self, docs):
        acc, acc_norm = [], []
        for d in docs:
            ll = np.array([self.loglikelihood(d["query"], " " + c) for c in d["choices"]])
            chars = np.array([len(c) for c in d["choices"]], dtype=float)
            acc.append(ll.argmax() == d["gold"])
            acc_norm.append((ll / chars).argmax() == d["gold"])
        return {"acc": float(np.mean(acc)), "acc_norm": float(np.mean(acc_norm))}
