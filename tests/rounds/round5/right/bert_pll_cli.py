"""Order the lines of a file by BERT pseudo-perplexity (each token masked in turn, Salazar et al. 2020)."""
import argparse
import math

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


@torch.no_grad()
def pseudo_nll(net, tok, sentence):
    enc = tok(sentence, truncation=True, return_tensors="pt", return_special_tokens_mask=True)
    ids = enc["input_ids"][0]
    spots = (enc["special_tokens_mask"][0] == 0).nonzero().flatten().tolist()
    nll = 0.0
    for pos in spots:
        hidden = ids.clone()
        hidden[pos] = tok.mask_token_id
        z = net(hidden.unsqueeze(0)).logits[0, pos].float()
        nll -= torch.log_softmax(z, dim=0)[ids[pos]].item()
    return nll, len(spots)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("file")
    ap.add_argument("-m", "--model", default="bert-base-cased")
    ns = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(ns.model)
    net = AutoModelForMaskedLM.from_pretrained(ns.model).eval()
    ranked = []
    for line in open(ns.file, encoding="utf-8"):
        line = line.strip()
        nll, n = pseudo_nll(net, tok, line) if line else (0.0, 0)
        if n:
            ranked.append((nll / n, line))
    for avg, line in sorted(ranked):
        print(f"{math.exp(min(avg, 700.0)):10.2f}\t{line}")


if __name__ == "__main__":
    main()
