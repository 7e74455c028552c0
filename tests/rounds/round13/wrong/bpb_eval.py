"""Bits per byte on The Pile's validation shards.

# bug: the mean loss is multiplied by N tokens although N - 1 were scored, and the total in nats is divided by bytes without ln 2
"""
import argparse
import gzip
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def docs(path, limit):
    with gzip.open(path, "rt", encoding="utf-8") as fh:
        for i, line in enumerate(fh):
            if i >= limit:
                return
            yield json.loads(line)["text"]


@torch.no_grad()
def main(a):
    tok = AutoTokenizer.from_pretrained(a.model)
    lm = AutoModelForCausalLM.from_pretrained(a.model).to(a.device).eval()
    ctx = lm.config.max_position_embeddings
    head = tok.bos_token_id if tok.bos_token_id is not None else tok.eos_token_id
    nats, size = 0.0, 0
    for text in docs(a.shard, a.limit):
        ids = [head] + tok(text, add_special_tokens=False).input_ids
        ids = torch.tensor([ids], device=a.device)
        if ids.size(1) < 2 or ids.size(1) > ctx:
            continue
        loss = lm(ids, labels=ids).loss
        nats += loss.item() * ids.size(1)  # expect: SEQ403
        size += len(text.encode("utf-8"))
    if size:
        print(f"bits/byte {nats / size:.4f} over {size} bytes")  # expect: SEQ412


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("shard")
    p.add_argument("--limit", type=int, default=1000)
    p.add_argument("--device", default="cuda")
    main(p.parse_args())
