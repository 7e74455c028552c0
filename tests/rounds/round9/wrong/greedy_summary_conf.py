"""Greedy hospital-course summaries with a sequence log-prob for the QA dashboard.

# bug: the step scores of generate() are raw logits; they are gathered and added without a log-softmax
"""
import torch
from transformers import T5ForConditionalGeneration, T5TokenizerFast

SRC = "google/flan-t5-base"


class Summariser:
    def __init__(self):
        self.tk = T5TokenizerFast.from_pretrained(SRC)
        self.t5 = T5ForConditionalGeneration.from_pretrained(SRC).eval()

    def __call__(self, course):
        """course: one stay's notes -> (summary, log p(summary | notes))"""
        enc = self.tk(course, truncation=True, max_length=512, return_tensors="pt")
        g = self.t5.generate(
            **enc, num_beams=1, do_sample=False, max_new_tokens=180,
            return_dict_in_generate=True, output_scores=True,
        )
        emitted = g.sequences[:, 1:]
        per_step = torch.stack(g.scores, dim=1)
        tok = per_step.gather(2, emitted.unsqueeze(2)).squeeze(2)  # expect-near: SEQ112
        lp = tok.sum(dim=1)  # expect: SEQ112
        return self.tk.batch_decode(g.sequences, skip_special_tokens=True)[0], lp.item()
