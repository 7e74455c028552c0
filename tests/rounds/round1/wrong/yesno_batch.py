"""Batched yes/no verification, GPT-2.

# bug: logits[:, -1] is a padding position for every row but the longest (right padding).
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2", padding_side="right")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("gpt2").eval()

YES = tokenizer.encode(" yes")
NO = tokenizer.encode(" no")
assert len(YES) == len(NO) == 1


@torch.no_grad()
def yes_logodds(statements):
    prompts = [f"{s}\nIs this true?" for s in statements]
    enc = tokenizer(prompts, padding=True, return_tensors="pt")
    z = model(**enc).logits
    lp = z[:, -1, :].log_softmax(dim=-1)  # expect: SEQ208
    return (lp[:, YES[0]] - lp[:, NO[0]]).tolist()
