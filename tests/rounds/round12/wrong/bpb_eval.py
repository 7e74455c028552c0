"""bits-per-byte of a causal LM on a text file

# bug: position t's logits are compared with token t, and nats per byte are printed as bits per byte.
"""
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

path, name = sys.argv[1], sys.argv[2]
WINDOW = 1023

tok = AutoTokenizer.from_pretrained(name)
lm = AutoModelForCausalLM.from_pretrained(name).eval().cuda()

text = open(path, encoding="utf-8").read()
stream = tok(text, add_special_tokens=False).input_ids
lead = tok.bos_token_id if tok.bos_token_id is not None else tok.eos_token_id

nats = 0.0
for s in range(0, len(stream), WINDOW):
    block = torch.tensor([[lead] + stream[s:s + WINDOW]], device="cuda")
    with torch.no_grad():
        z = lm(block).logits[0].float()
    nats += F.cross_entropy(z, block[0], reduction="sum").item()  # expect: SEQ201

nbytes = len(text.encode("utf-8"))
bpb = nats / nbytes  # expect: SEQ412
print(f"{name}\tbpb={bpb:.4f}\tbytes={nbytes}")
