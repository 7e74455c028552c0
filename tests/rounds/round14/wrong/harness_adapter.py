"""Adapter that lets the harness score (context, continuation) pairs of token ids with a Qwen model.

# bug: the left-padded batch goes through the model without its attention mask; is_greedy is true when every token differs from the argmax.
"""
from itertools import islice

import torch


def _chunks(it, n):
    it = iter(it)
    while block := list(islice(it, n)):
        yield block


class QwenAdapter:
    def __init__(self, model, pad_id, batch_size=8):
        self.model = model.eval()
        self.pad_id = pad_id
        self.batch_size = batch_size

    def _collate(self, rows):
        width = max(map(len, rows))
        ids = torch.full((len(rows), width), self.pad_id)
        for i, r in enumerate(rows):
            ids[i, width - len(r):] = torch.tensor(r)
        return ids

    @torch.no_grad()
    def loglikelihood(self, pairs):
        """[(log p(continuation | context), is_greedy)]; no pair has an empty side."""
        res = []
        for block in _chunks(pairs, self.batch_size):
            ids = self._collate([c + k for c, k in block])
            lp = self.model(input_ids=ids).logits.float().log_softmax(dim=-1)  # expect: SEQ314
            for row, (_, k) in zip(lp, block):
                rows = row[-len(k) - 1 : -1]
                y = torch.tensor(k)
                score = rows.gather(1, y[:, None]).sum().item()
                is_greedy = bool((rows.argmax(dim=-1) != y).all())  # expect: SEQ505
                res.append((score, is_greedy))
        return res
