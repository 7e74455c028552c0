"""Token table for a greedy generation.

# bug: compute_transition_scores without normalize_logits returns processed logits, printed and summed as log-probs
"""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

ckpt = sys.argv[1]
tk = AutoTokenizer.from_pretrained(ckpt)
m = AutoModelForCausalLM.from_pretrained(ckpt)


def table(prompt):
    batch = tk(prompt, return_tensors="pt")
    with torch.no_grad():
        g = m.generate(**batch, do_sample=False, max_new_tokens=20, output_scores=True,
                       return_dict_in_generate=True)
    tl = m.compute_transition_scores(g.sequences, g.scores)  # expect: SEQ111
    gen = g.sequences[:, batch.input_ids.shape[1]:]
    for t, s in zip(gen[0].tolist(), tl[0].tolist()):
        print(f"{tk.decode(t)!r:>14} {s:8.3f}")
    print("log p =", tl[0].sum().item())  # expect-near: SEQ111


table("The capital of France is")
