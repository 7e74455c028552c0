"""Draw continuations with nucleus sampling; store the untempered log-probability next to each."""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-160m"
tk = AutoTokenizer.from_pretrained(NAME)
net = AutoModelForCausalLM.from_pretrained(NAME).eval()


def draw(prompt, n_new=60):
    enc = tk(prompt, return_tensors="pt")
    start = enc.input_ids.size(1)
    with torch.no_grad():
        seq = net.generate(**enc, do_sample=True, temperature=0.7, top_p=0.9, max_new_tokens=n_new)
        z = net(seq).logits[0, start - 1 : -1].float()
    lp = z.log_softmax(-1)[torch.arange(seq.size(1) - start), seq[0, start:]]
    return {"prompt": prompt, "text": tk.decode(seq[0, start:]), "logprob": lp.sum().item(), "n": lp.numel()}


for line in sys.stdin:
    print(json.dumps(draw(line.strip())))
