"""LAMBADA-type last word log-likelihood.

# bug: the boundary is the token count of the context alone, though the joint tokenisation may merge across it
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def lastword_ll(lm, tk, passage):
    ctx, word = passage.rsplit(" ", 1)
    ctx = ctx + " "
    whole = tk(ctx + word, return_tensors="pt").input_ids
    cut = len(tk(ctx).input_ids)  # expect-near: SEQ312
    with torch.no_grad():
        z = lm(whole).logits.float()
    lp = z[0, cut - 1:-1].log_softmax(dim=-1)  # expect-near: SEQ312
    tgt = whole[0, cut:]  # expect: SEQ312
    return lp[torch.arange(tgt.numel()), tgt].sum().item()


if __name__ == "__main__":
    import sys

    tk = AutoTokenizer.from_pretrained("gpt2-medium")
    lm = AutoModelForCausalLM.from_pretrained("gpt2-medium").eval()
    vals = [lastword_ll(lm, tk, line.strip()) for line in sys.stdin]
    print(sum(vals) / max(len(vals), 1))
