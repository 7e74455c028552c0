"""Scoring in bfloat16.
# bug: log_softmax runs on bfloat16 logits.
"""
import torch
from transformers import AutoModelForCausalLM


def load(name):
    return AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16, device_map="auto")


def logps(model, ids, mask):
    with torch.inference_mode():
        z = model(ids, attention_mask=mask).logits
    lp = torch.log_softmax(z[:, :-1], dim=-1)  # expect: SEQ607
    tok = lp.gather(-1, ids[:, 1:, None])[..., 0]
    return (tok * mask[:, 1:]).sum(-1)  # expect-near: SEQ607


def main(batches):
    m = load("Qwen/Qwen2.5-7B")
    return [logps(m, b["input_ids"], b["attention_mask"]).tolist() for b in batches]
