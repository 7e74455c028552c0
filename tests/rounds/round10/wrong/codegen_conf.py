"""Greedy code completion with a confidence for the IDE plug-in.

# bug: the per-step scores of generate() are gathered and averaged as log-probs, log_softmax was never applied.
"""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class CompletionEngine:
    def __init__(self, ckpt="Salesforce/codegen-350M-mono"):
        self.t = AutoTokenizer.from_pretrained(ckpt)
        self.m = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    def suggest(self, prefix, budget=32):
        batch = self.t(prefix, return_tensors="pt")
        with torch.no_grad():
            res = self.m.generate(
                **batch,
                do_sample=False,
                num_beams=1,
                max_new_tokens=budget,
                pad_token_id=self.t.eos_token_id,
                output_scores=True,
                return_dict_in_generate=True,
            )
        new = res.sequences[:, batch["input_ids"].shape[1]:]
        per_step = torch.stack(res.scores, dim=1)
        avg = per_step.gather(2, new[:, :, None])[..., 0].mean(dim=1)  # expect: SEQ112
        return {
            "completion": self.t.decode(new[0], skip_special_tokens=True),
            "confidence": math.exp(min(avg.item(), 0.0)),  # expect-near: SEQ112
        }


def show(engine, snippets, cutoff=0.6):
    for s in snippets:
        r = engine.suggest(s)
        if r["confidence"] < cutoff:
            continue
        print(s + r["completion"])
