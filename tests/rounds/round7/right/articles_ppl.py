"""Perplexity of a causal LM over a folder, token-weighted; long texts go through in windows."""
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def windows(ids, size, stride):
    end_prev = 0
    for begin in range(0, ids.size(1), stride):
        end = min(begin + size, ids.size(1))
        yield ids[:, begin:end], end - end_prev
        end_prev = end
        if end == ids.size(1):
            return


@torch.no_grad()
def main(name, folder, stride=512):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    size = lm.config.max_position_embeddings
    nll, count, per_doc = 0.0, 0, {}
    for f in sorted(pathlib.Path(folder).glob("*.txt")):
        doc_nll, doc_n = 0.0, 0
        ids = tok(f.read_text(), return_tensors="pt").input_ids
        for x, fresh in windows(ids, size, stride):
            y = x.clone()
            y[:, :-fresh] = -100
            n = int((y[:, 1:] != -100).sum())
            if n == 0:
                continue
            doc_nll += lm(input_ids=x, labels=y).loss.item() * n
            doc_n += n
        nll, count = nll + doc_nll, count + doc_n
        if doc_n:
            per_doc[f.name] = torch.tensor(doc_nll / doc_n).exp().item()
    for k in sorted(per_doc, key=per_doc.get)[:10]:
        print(f"{k:40s}{per_doc[k]:10.2f}")
    print("corpus perplexity", torch.tensor(nll / max(count, 1)).exp().item())


if __name__ == "__main__":
    main(*sys.argv[1:3])
