"""Sequence log-likelihoods of a 70B model.

# bug: log_softmax and the sum over tokens run in bfloat16.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Llama-3.1-70B"
tok = AutoTokenizer.from_pretrained(NAME)
lm = AutoModelForCausalLM.from_pretrained(NAME, torch_dtype=torch.bfloat16, device_map="auto").eval()


@torch.no_grad()
def loglik(text):
    ids = tok(text, return_tensors="pt").input_ids.to(lm.device)
    logits = lm(ids).logits[0, :-1]
    logp = logits.log_softmax(dim=-1)  # expect: SEQ607
    return logp.gather(1, ids[0, 1:, None]).sum().item()  # expect-near: SEQ607
