"""Verbaliser whose words are asserted to be single, distinct tokens."""
import torch


class Verbaliser:
    def __init__(self, tok, words):
        self.ids = []
        for w in words:
            pieces = tok.encode(" " + w, add_special_tokens=False)
            if len(pieces) != 1:
                raise ValueError(f"{w!r} has {len(pieces)} tokens")
            self.ids.append(pieces[0])
        assert len(set(self.ids)) == len(words)

    def __call__(self, next_logits):
        return torch.log_softmax(next_logits.float(), dim=-1)[..., self.ids]
