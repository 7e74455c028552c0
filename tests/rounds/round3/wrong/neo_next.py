"""Next-token table for prompts of mixed length.

# bug: left padding shifts the learned positions of a GPT-Neo model
"""
import torch
from transformers import AutoTokenizer, GPTNeoForCausalLM


def next_token_table(prompts, k=10):
    tok = AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-125m")
    tok.pad_token = tok.eos_token
    tok.padding_side = "left"
    net = GPTNeoForCausalLM.from_pretrained("EleutherAI/gpt-neo-125m")
    batch = tok(prompts, return_tensors="pt", padding=True)
    with torch.no_grad():
        step = net(**batch).logits[:, -1].log_softmax(dim=-1)  # expect: SEQ315
    values, ids = step.topk(k, dim=-1)
    return [[(tok.decode([i]), v) for i, v in zip(a, b)] for a, b in zip(ids.tolist(), values.tolist())]
