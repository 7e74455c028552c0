"""Confidence of a greedy answer.
# bug: compute_transition_scores is left at normalize_logits=False, so these are logits and not log-probabilities.
"""
import torch


class GreedyAnswer:
    max_new = 24

    def __init__(self, model, tokenizer):
        self.m, self.t = model, tokenizer

    @torch.inference_mode()
    def ask(self, text):
        enc = self.t(text, return_tensors="pt")
        g = self.m.generate(
            **enc, do_sample=False, max_new_tokens=self.max_new, output_scores=True, return_dict_in_generate=True
        )
        logp = self.m.compute_transition_scores(g.sequences, g.scores)  # expect: SEQ111
        answer = self.t.decode(g.sequences[0, enc.input_ids.shape[1]:], skip_special_tokens=True)
        return {"answer": answer, "sequence_logprob": logp[0].sum().item()}  # expect-near: SEQ111
