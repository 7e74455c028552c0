"""Small beam search for prompts of the code-completion plugin.

# bug: hypotheses accumulate raw logits, and the final length normalisation divides by prompt + generated tokens
"""
import heapq
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass(order=True)
class Hyp:
    total: float
    ids: list
    done: bool = False


class TinyBeam:
    def __init__(self, name, width=4, max_new=48):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.width = width
        self.max_new = max_new

    @torch.no_grad()
    def expand(self, h):
        row = self.lm(torch.tensor([h.ids])).logits[0, -1]
        vals, toks = row.topk(self.width)
        for v, t in zip(vals.tolist(), toks.tolist()):
            yield Hyp(h.total + v, h.ids + [t], t == self.tok.eos_token_id)  # expect: SEQ101

    def search(self, prompt):
        beams = [Hyp(0.0, self.tok(prompt).input_ids)]
        n_ctx = len(beams[0].ids)
        for _ in range(self.max_new):
            pool = []
            for h in beams:
                pool.extend([h] if h.done else self.expand(h))
            beams = heapq.nlargest(self.width, pool, key=lambda h: h.total)  # expect-near: SEQ101
            if all(h.done for h in beams):
                break
        top = max(beams, key=lambda h: h.total / len(h.ids))  # expect: SEQ418
        return self.tok.decode(top.ids[n_ctx:], skip_special_tokens=True)


if __name__ == "__main__":
    print(TinyBeam("bigcode/tiny_starcoder_py").search("def fib(n):\n"))
