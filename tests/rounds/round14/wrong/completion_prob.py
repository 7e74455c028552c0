"""Small CLI: P(completion | prompt) under a causal LM, for quick checks at the terminal.

# bug: the boundary is len(tokens(prompt)) applied to the jointly encoded text, which a merged token can cross; the token probabilities are multiplied.
"""
import argparse

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Engine:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def token_probs(self, prompt, completion):
        full = self.tok(prompt + completion, return_tensors="pt").input_ids
        n = len(self.tok(prompt).input_ids)  # expect: SEQ312
        lp = self.model(full).logits[0, n - 1 : -1].float().log_softmax(-1)
        tgt = full[0, n:]  # expect-near: SEQ312
        return lp[torch.arange(len(tgt)), tgt].exp().numpy()

    def probability(self, prompt, completion):
        return float(np.prod(self.token_probs(prompt, completion)))  # expect: SEQ603


def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("prompt")
    ap.add_argument("completions", nargs="+")
    ap.add_argument("-m", "--model", default="distilgpt2")
    ns = ap.parse_args(argv)
    eng = Engine(ns.model)
    for c in ns.completions:
        print(f"{eng.probability(ns.prompt, c):.6g}  {c!r}")


if __name__ == "__main__":
    main()
