"""LAMBADA-like last word accuracy with a batched RoPE model.

# bug: the batch is padded on the left but the network is never told which positions are filler
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
net = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B").eval()


def batches(path, n):
    buf = []
    for l in open(path):
        buf.append(json.loads(l))
        if len(buf) == n:
            yield buf
            buf = []
    if buf:
        yield buf


@torch.no_grad()
def step(buf):
    enc = tok([b["context"] for b in buf], padding=True, return_tensors="pt")
    z = net(enc.input_ids).logits[:, -1]  # expect: SEQ314
    lp = z.log_softmax(-1)
    first = [b["target_ids"] for b in buf]
    assert all(len(f) == 1 for f in first)
    gold = torch.tensor(first)
    return lp.gather(1, gold).squeeze(1), z.argmax(-1) == gold.squeeze(1)


a, b = [], []
for buf in batches("lambada_single_token.jsonl", 24):
    l, h = step(buf)
    a += l.tolist()
    b += h.tolist()
print("mean logp", sum(a) / len(a), "acc", sum(b) / len(b))
