"""bits-per-byte on enwik8 shards with a GPT-2 style tokenizer."""
import argparse
import math

import torch
from torch.nn import functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def summed_nll(pred, gold):
    """Sum of NLL; ``pred[:, t]`` must already be the prediction of ``gold[:, t]``."""
    return F.cross_entropy(pred.float().flatten(0, 1), gold.flatten(), reduction="sum")


def bits(nats):
    return nats / math.log(2)


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("shard")
    p.add_argument("--model", default="gpt2")
    p.add_argument("--window", type=int, default=1024)
    a = p.parse_args(argv)
    tok = AutoTokenizer.from_pretrained(a.model)
    lm = AutoModelForCausalLM.from_pretrained(a.model).eval()
    text = open(a.shard, encoding="utf-8").read()
    ids = torch.tensor([[tok.bos_token_id] + tok(text).input_ids])
    nats = 0.0
    with torch.inference_mode():
        for i in range(0, ids.size(1) - 1, a.window):
            x = ids[:, i:i + a.window]
            y = ids[:, i + 1:i + a.window + 1]
            nats += summed_nll(lm(x).logits[:, :y.size(1)], y).item()
    print("bpb", bits(nats) / len(text.encode("utf-8")))


if __name__ == "__main__":
    main()
