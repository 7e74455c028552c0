"""Adds P(yes) to a frame of product reviews with Pythia.

# bug: the tokenizer pads on the right, so the last column of the logits belongs to padding for all but the longest review
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-410m"
ASK = "Review: {}\nWould the author buy it again? Answer yes or no.\nAnswer:"

tok = AutoTokenizer.from_pretrained(NAME, padding_side="right")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained(NAME).eval()
(YES,) = tok.encode(" yes")


def annotate(frame: pd.DataFrame, size: int = 16) -> pd.DataFrame:
    prompts = [ASK.format(r) for r in frame["review"]]
    vals = []
    for a in range(0, len(prompts), size):
        enc = tok(prompts[a : a + size], padding=True, return_tensors="pt")
        with torch.no_grad():
            z = lm(**enc).logits
        p = z[:, -1].float().softmax(-1)  # expect: SEQ208
        vals += p[:, YES].tolist()
    return frame.assign(p_yes=vals)


if __name__ == "__main__":
    out = annotate(pd.read_parquet("reviews.parquet"))
    print(out.groupby("stars").p_yes.describe())
