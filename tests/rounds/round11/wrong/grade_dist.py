"""Distribution over the grades 1 to 5 from an LLM grader.

# bug: the table is keyed by stripped decoded text, so ' 4' and '4' overwrite each other
"""
import numpy as np
import torch

GRADES = ("1", "2", "3", "4", "5")


class Grader:
    def __init__(self, lm, tok, template):
        self.lm, self.tok, self.template = lm.eval(), tok, template

    @torch.no_grad()
    def _head(self, essay):
        enc = self.tok(self.template.format(essay=essay), return_tensors="pt")
        return self.lm(**enc).logits[0, -1].float().log_softmax(0)

    def distribution(self, essay):
        """Probability of each grade, all spellings of the digit together."""
        lp = self._head(essay).tolist()
        seen = {}
        for i, v in enumerate(lp):
            seen[self.tok.decode([i]).strip()] = v  # expect: SEQ212
        return {g: float(np.exp(seen[g])) for g in GRADES}

    def report(self, essay):
        d = self.distribution(essay)
        covered = sum(d.values())
        return {"dist": d, "covered": covered}
