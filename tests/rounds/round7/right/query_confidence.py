"""Greedy text-to-SQL with a log-likelihood threshold."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class QueryWriter:
    def __init__(self, ckpt, minimum=-12.0):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.minimum = minimum

    @torch.no_grad()
    def __call__(self, prompt):
        x = self.tk(prompt, return_tensors="pt")
        y = self.lm.generate(
            **x, do_sample=False, max_new_tokens=96, output_scores=True, return_dict_in_generate=True
        )
        steps = self.lm.compute_transition_scores(y.sequences, y.scores, normalize_logits=True)
        if steps.sum(dim=1).item() < self.minimum:
            return None
        return self.tk.decode(y.sequences[0, x["input_ids"].shape[1]:], skip_special_tokens=True)


def run(writer, prompts):
    answers = [writer(p) for p in prompts]
    refused = sum(a is None for a in answers)
    return answers, refused
