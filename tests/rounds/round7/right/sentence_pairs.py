"""BLiMP-like minimal pairs; both sentences scored in full by a decoder LM."""
import pandas as pd
import torch
from torch.distributions import Categorical
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def loglik(texts, tk, m):
    enc = tk(texts, return_tensors="pt", padding=True)
    ids = enc["input_ids"]
    dist = Categorical(logits=m(**enc).logits[:, :-1].float())
    lp = dist.log_prob(ids[:, 1:])
    lp = lp.masked_fill(enc["attention_mask"][:, 1:] == 0, 0.0)
    return lp.sum(1)


def main():
    tk = AutoTokenizer.from_pretrained("facebook/opt-350m", padding_side="right")
    m = AutoModelForCausalLM.from_pretrained("facebook/opt-350m").eval()
    df = pd.read_json("pairs.jsonl", lines=True)
    good = loglik(df["good"].tolist(), tk, m)
    bad = loglik(df["bad"].tolist(), tk, m)
    print("accuracy", (good > bad).float().mean().item())


if __name__ == "__main__":
    main()
