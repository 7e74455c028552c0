"""Write generations together with a sequence log-probability.

# bug: compute_transition_scores without normalize_logits returns processed logits under greedy decoding.
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def generate_rows(name, prompts, out_path):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    with open(out_path, "w", encoding="utf-8") as sink, torch.no_grad():
        for p in prompts:
            enc = tok(p, return_tensors="pt")
            res = lm.generate(**enc, do_sample=False, max_new_tokens=48,
                              return_dict_in_generate=True, output_scores=True)
            ts = lm.compute_transition_scores(res.sequences, res.scores)  # expect: SEQ111
            n = enc.input_ids.shape[-1]
            row = {
                "prompt": p,
                "output": tok.decode(res.sequences[0, n:], skip_special_tokens=True),
                "logprob": ts[0].sum().item(),  # expect-near: SEQ111
            }
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
