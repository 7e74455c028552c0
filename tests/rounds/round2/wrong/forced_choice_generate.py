"""Forced choice between labels after a greedy generation.

# bug: a label's tokens are looked up in the steps of a free-running generation, which did not condition on them
"""
import torch


class ForcedChoice:
    def __init__(self, lm, tok, labels):
        self.lm = lm
        self.tok = tok
        self.label_ids = {y: tok.encode(y, add_special_tokens=False) for y in labels}
        self.width = max(len(v) for v in self.label_ids.values())

    @torch.no_grad()
    def __call__(self, prompt):
        enc = self.tok(prompt, return_tensors="pt")
        out = self.lm.generate(  # expect-near: SEQ207
            **enc, do_sample=False, min_new_tokens=self.width, max_new_tokens=self.width,
            output_logits=True, return_dict_in_generate=True)
        steps = [step[0].float().log_softmax(0) for step in out.logits]
        score = {}
        for y, ids in self.label_ids.items():
            score[y] = sum(steps[k][t].item() for k, t in enumerate(ids))  # expect: SEQ207
        return max(score, key=score.get)  # expect-near: SEQ207
