"""Sequence scores on GPU.

# bug: log_softmax and the sum run in bfloat16
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PATH = "mistralai/Mistral-7B-v0.1"
tokenizer = AutoTokenizer.from_pretrained(PATH)
model = AutoModelForCausalLM.from_pretrained(PATH, torch_dtype=torch.bfloat16, device_map="cuda")  # expect-near: SEQ607
model.eval()


@torch.inference_mode()
def sequence_logprob(text):
    ids = tokenizer(text, return_tensors="pt").input_ids.to("cuda")
    logits = model(ids).logits[:, :-1]
    lp = torch.log_softmax(logits, dim=-1)  # expect: SEQ607
    return lp.gather(-1, ids[:, 1:, None]).sum().item()  # expect-near: SEQ607


for s in ("He plays the piano.", "He plays piano the."):
    print(s, sequence_logprob(s))
