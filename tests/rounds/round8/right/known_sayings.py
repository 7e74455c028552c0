"""Log-likelihood of sayings; afterwards one sampled variation of each for the slides."""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name = "gpt2-medium"
t = AutoTokenizer.from_pretrained(name)
m = AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def likelihood(saying):
    row = [t.bos_token_id, *t(saying).input_ids]
    ids = torch.tensor([row])
    lp = m(ids).logits[0, :-1].log_softmax(1)
    return sum(lp[k, row[k + 1]].item() for k in range(len(row) - 1))


@torch.no_grad()
def variation(saying):
    head = " ".join(saying.split()[:3])
    enc = t(head, return_tensors="pt")
    out = m.generate(**enc, do_sample=True, temperature=0.7, top_p=0.95, max_new_tokens=15, pad_token_id=t.eos_token_id)
    return t.decode(out[0], skip_special_tokens=True)


for saying in map(str.strip, sys.stdin):
    if saying:
        print(f"{likelihood(saying):9.3f}\t{saying}\t{variation(saying)}")
