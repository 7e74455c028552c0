"""Winogrande with partial scoring: the text after the blank, given each filled-in option.

# bug: the option with the largest loss is returned as the answer
"""
import torch
from torch.nn.functional import cross_entropy


class PartialScorer:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model.eval(), tokenizer

    @torch.no_grad()
    def suffix_loss(self, prefix, suffix):
        enc = self.tokenizer(prefix + suffix, return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, :, 1]
        target = enc["input_ids"][0].masked_fill(ends <= len(prefix), -100)
        z = self.model(**enc).logits[0]
        return cross_entropy(z[:-1], target[1:], ignore_index=-100, reduction="sum")

    def answer(self, item):
        left, right = item["sentence"].split("_")
        vals = torch.stack([self.suffix_loss(left + o, right) for o in (item["option1"], item["option2"])])
        return int(vals.argmax()) + 1  # expect: SEQ501


def evaluate(scorer, items):
    hits = [scorer.answer(it) == int(it["answer"]) for it in items]
    return sum(hits) / max(len(hits), 1)
