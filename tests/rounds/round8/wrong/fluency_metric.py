"""Fluency column of the style-transfer leaderboard: BERT perplexity of the rewritten sentence.

# bug: a masked LM sees every token it is asked to predict when the inputs are its labels
"""
import pandas as pd
import torch
from tqdm import tqdm
from transformers import AutoModelForMaskedLM, AutoTokenizer


class Fluency:
    def __init__(self, name="bert-large-cased", device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.no_grad()
    def one(self, sent):
        t = self.tok(sent, return_tensors="pt").to(self.device)
        out = self.mlm(**t, labels=t.input_ids)  # expect: SEQ415
        return torch.exp(out.loss).item()  # expect-near: SEQ415

    def column(self, sents):
        return [self.one(s) for s in tqdm(sents)]


if __name__ == "__main__":
    board = pd.read_json("outputs.jsonl", lines=True)
    board["ppl"] = Fluency().column(board["rewrite"])
    print(board.groupby("system")["ppl"].median())
