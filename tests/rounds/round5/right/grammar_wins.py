"""Targeted syntactic evaluation: which member of a pair has the higher total log-probability?"""
from typing import NamedTuple

import pandas as pd
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


class Pair(NamedTuple):
    phenomenon: str
    ok: str
    star: str


class SentenceModel:
    def __init__(self, checkpoint="EleutherAI/pythia-160m"):
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.model = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

    def logprob(self, s):
        ids = self.tokenizer(self.tokenizer.bos_token + s, return_tensors="pt").input_ids[0]
        with torch.no_grad():
            logits = self.model(ids[None]).logits[0]
        return -F.cross_entropy(logits[:-1], ids[1:], reduction="sum").item()


def score_file(path, sm):
    df = pd.read_csv(path)
    pairs = [Pair(*t) for t in df[["phenomenon", "ok", "star"]].itertuples(index=False)]
    df["margin"] = [sm.logprob(p.ok) - sm.logprob(p.star) for p in pairs]
    return df.assign(hit=df.margin > 0).groupby("phenomenon").hit.agg(["mean", "size"])


if __name__ == "__main__":
    print(score_file("pairs.csv", SentenceModel()))
