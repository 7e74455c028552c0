"""CoLA-style acceptability from a decoder LM: p(sentence), summed over tokens.

# bug: the distribution at position t is asked for the token at position t instead of t+1
"""
import pandas as pd
import torch
from torch.distributions import Categorical
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "facebook/opt-350m"


@torch.no_grad()
def annotate(frame: pd.DataFrame, batch: int = 16) -> pd.DataFrame:
    tk = AutoTokenizer.from_pretrained(CKPT, padding_side="right")
    m = AutoModelForCausalLM.from_pretrained(CKPT).eval()
    col = []
    for a in range(0, len(frame), batch):
        enc = tk(frame["sentence"].iloc[a:a + batch].tolist(), return_tensors="pt", padding=True)
        dist = Categorical(logits=m(**enc).logits.float())
        lp = dist.log_prob(enc["input_ids"])  # expect: SEQ201
        lp = lp.masked_fill(enc["attention_mask"] == 0, 0.0)
        col += lp.sum(dim=1).tolist()
    return frame.assign(loglik=col)


if __name__ == "__main__":
    df = pd.read_csv("cola_dev.tsv", sep="\t", names=["src", "label", "star", "sentence"])
    print(annotate(df).groupby("label")["loglik"].describe())
