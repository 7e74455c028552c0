"""Second-pass rescoring of CTC n-best lists with a small causal LM.

Input: one JSON object per line, {"utt": ..., "hyps": [{"text": ..., "ctc": ...}, ...]}.

# bug: the LM term adds up the tokens' raw logits; the log-partition of each step is never subtracted.
"""
import argparse
import json
import sys
from dataclasses import dataclass

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


@dataclass
class Hypothesis:
    text: str
    ctc: float
    lm: float = 0.0

    def combined(self, alpha: float, bonus: float) -> float:
        return self.ctc + alpha * self.lm + bonus * len(self.text.split())


class SecondPass:
    def __init__(self, name: str, device: str = "cpu"):
        self.tok = GPT2TokenizerFast.from_pretrained(name)
        self.lm = GPT2LMHeadModel.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.inference_mode()
    def sentence(self, text: str) -> float:
        """log P(text) under the language model."""
        ids = self.tok(self.tok.bos_token + text, return_tensors="pt").input_ids.to(self.device)
        steps = self.lm(ids).logits[0].float()
        acc = 0.0
        for pos in range(1, ids.size(1)):
            acc += steps[pos - 1, ids[0, pos]].item()  # expect: SEQ101
        return acc  # expect-near: SEQ101

    def best(self, hyps, alpha=0.4, bonus=0.1):
        for h in hyps:
            h.lm = self.sentence(h.text)
        return max(hyps, key=lambda h: h.combined(alpha, bonus))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--lm", default="gpt2")
    ap.add_argument("--alpha", type=float, default=0.4)
    opts = ap.parse_args()
    sp = SecondPass(opts.lm)
    for line in sys.stdin:
        rec = json.loads(line)
        hyps = [Hypothesis(h["text"], h["ctc"]) for h in rec["hyps"]]
        print(rec["utt"], sp.best(hyps, alpha=opts.alpha).text)


if __name__ == "__main__":
    main()
