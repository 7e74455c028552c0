"""Rank cloze completions with a decoder-only model.

# bug: the vocabulary logits of the completion tokens are added up without subtracting the log-partition.
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name, device):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
    return tok, lm


@torch.inference_mode()
def completion_loglik(lm, ids, n_ctx):
    out = lm(ids).logits[0, n_ctx - 1:-1].float()
    tgt = ids[0, n_ctx:]
    picked = out[torch.arange(tgt.numel(), device=ids.device), tgt]  # expect-near: SEQ101
    return picked.sum().item()  # expect: SEQ101


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="gpt2")
    ap.add_argument("--items", required=True)
    ap.add_argument("--device", default="cpu")
    args = ap.parse_args()
    tok, lm = load(args.model, args.device)
    hits = n = 0
    with open(args.items) as fh:
        for line in fh:
            row = json.loads(line)
            lls = []
            for cont in row["continuation_ids"]:
                full = row["context_ids"] + cont
                ids = torch.tensor([full], device=args.device)
                lls.append(completion_loglik(lm, ids, len(row["context_ids"])))
            best = max(range(len(lls)), key=lls.__getitem__)
            hits += best == row["gold"]
            n += 1
    print(f"acc {hits / max(n, 1):.4f}")


if __name__ == "__main__":
    main()
