"""Negative log-likelihood of chat transcripts under an instruct model.

# bug: the rendered template already starts with BOS and the tokenizer adds another one
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "meta-llama/Llama-3.2-1B-Instruct"
tok = AutoTokenizer.from_pretrained(MODEL)
lm = AutoModelForCausalLM.from_pretrained(MODEL).eval()


@torch.no_grad()
def transcript_nll(messages):
    text = tok.apply_chat_template(messages, tokenize=False)
    enc = tok(text, return_tensors="pt")  # expect: SEQ309
    z = lm(**enc).logits[0, :-1].float()
    y = enc["input_ids"][0, 1:]
    return torch.nn.functional.cross_entropy(z, y, reduction="sum").item(), y.numel()


s = n = 0
for line in sys.stdin:
    a, b = transcript_nll(json.loads(line)["messages"])
    s += a
    n += b
print("nats per token", s / max(n, 1))
