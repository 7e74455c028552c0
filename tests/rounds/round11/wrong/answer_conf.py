"""Attach a length-normalised log-probability to greedy answers (selective QA).

# bug: compute_transition_scores is called without normalize_logits=True under greedy search;
# the total is then divided by a length that includes the prompt
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class SelectiveAnswerer:
    def __init__(self, name, threshold=-0.7):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.threshold = threshold

    @torch.no_grad()
    def answer(self, question):
        enc = self.tok(question, return_tensors="pt")
        out = self.lm.generate(
            **enc,
            max_new_tokens=32,
            do_sample=False,
            num_beams=1,
            return_dict_in_generate=True,
            output_scores=True,
        )
        n_in = enc["input_ids"].shape[1]
        steps = self.lm.compute_transition_scores(out.sequences, out.scores)  # expect: SEQ111
        norm = steps[0].sum() / out.sequences.shape[1]  # expect: SEQ418
        text = self.tok.decode(out.sequences[0, n_in:], skip_special_tokens=True)
        return text, norm.item()

    def __call__(self, question):
        text, conf = self.answer(question)
        return text if conf > self.threshold else None
