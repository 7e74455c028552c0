"""Pseudo-log-likelihood of sentences under a masked LM: every word piece is hidden once."""
import sys

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


@torch.no_grad()
def pll(mlm, tok, sentence):
    enc = tok(sentence, return_tensors="pt", return_special_tokens_mask=True)
    ids = enc["input_ids"][0]
    spots = (enc["special_tokens_mask"][0] == 0).nonzero().squeeze(1)
    if len(spots) == 0:
        return float("nan"), 0
    n = torch.arange(len(spots))
    stack = ids.repeat(len(spots), 1)
    stack[n, spots] = tok.mask_token_id
    z = mlm(input_ids=stack).logits[n, spots].float()
    lp = torch.log_softmax(z, dim=1)[n, ids[spots]]
    return lp.sum().item(), len(spots)


def main(name, path):
    tok = AutoTokenizer.from_pretrained(name)
    mlm = AutoModelForMaskedLM.from_pretrained(name).eval()
    total = pieces = 0
    with open(path, encoding="utf-8") as fh:
        for line in filter(None, map(str.strip, fh)):
            s, k = pll(mlm, tok, line)
            if k:
                total, pieces = total + s, pieces + k
                print(f"{s:9.3f} {line}")
    if pieces:
        print("pseudo-perplexity", float(torch.tensor(-total / pieces).exp()))


if __name__ == "__main__":
    main(*sys.argv[1:])
