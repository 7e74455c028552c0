"""Adds a surprisal column (bits) to a self-paced reading table."""
import math

import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LN2 = math.log(2)


class Surprisal:
    def __init__(self, name):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()

    def words(self, sent):
        pieces, owner = [self.tk.bos_token_id], [-1]
        enc = self.tk(sent, add_special_tokens=False)
        pieces += enc.input_ids
        starts = [i for i, c in enumerate(sent) if c != " " and (i == 0 or sent[i - 1] == " ")]
        for t in range(len(enc.input_ids)):
            end = enc.token_to_chars(t).end
            owner.append(max(k for k, s in enumerate(starts) if s < end))
        with torch.no_grad():
            z = self.lm(torch.tensor([pieces])).logits[0].float()
        lp = torch.log_softmax(z, -1) / LN2
        res = [0.0] * len(starts)
        for i in range(1, len(pieces)):
            res[owner[i]] -= lp[i - 1, pieces[i]].item()
        return res


def main(src="spr.csv", dst="spr_surp.csv", name="EleutherAI/pythia-160m"):
    df = pd.read_csv(src).sort_values(["item", "position"])
    s = Surprisal(name)
    cols = []
    for _, g in df.groupby("item", sort=False):
        cols += s.words(" ".join(g.word))
    df["surprisal_bits"] = cols
    df.to_csv(dst, index=False)


if __name__ == "__main__":
    main()
