"""Order candidate captions by how plausible a language model finds them.

The value attached to each caption is meant to be its log-likelihood.

# bug: the logits of the caption's tokens are added up without subtracting the log-partition of each position.
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class CaptionRanker:
    def __init__(self, name="gpt2-medium", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.inference_mode()
    def log_likelihood(self, caption):
        enc = self.tok(self.tok.bos_token + caption, return_tensors="pt").to(self.device)
        nxt = enc.input_ids[:, 1:]
        out = self.net(**enc).logits[:, :-1].float()
        picked = torch.gather(out, 2, nxt.unsqueeze(2)).squeeze(2)  # expect-near: SEQ101
        return picked.sum(dim=1).item()  # expect: SEQ101

    def order(self, captions):
        return sorted(captions, key=self.log_likelihood, reverse=True)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("file")
    ap.add_argument("--model", default="gpt2-medium")
    args = ap.parse_args()
    ranker = CaptionRanker(args.model)
    with open(args.file) as fh:
        for line in fh:
            row = json.loads(line)
            row["captions"] = ranker.order(row["captions"])
            print(json.dumps(row))
