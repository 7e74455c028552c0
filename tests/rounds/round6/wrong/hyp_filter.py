"""Keep the generated hypotheses the generator itself finds likely.

# bug: the per-step outputs of generate are gathered and averaged without a log_softmax
"""
import torch


class HypothesisFilter:
    def __init__(self, lm, tok, floor=-1.5, n_new=24):
        self.lm, self.tok = lm, tok
        self.floor = floor
        self.n_new = n_new

    def _run(self, premise):
        enc = self.tok(premise, return_tensors="pt").to(self.lm.device)
        ret = self.lm.generate(
            **enc,
            do_sample=False,
            num_beams=1,
            max_new_tokens=self.n_new,
            output_scores=True,
            return_dict_in_generate=True,
        )
        return enc["input_ids"].size(1), ret

    def mean_logprob(self, premise):
        n, ret = self._run(premise)
        made = ret.sequences[0, n:]
        grid = torch.stack(ret.scores, dim=1)[0]
        picked = grid.gather(-1, made[:, None])[:, 0]  # expect: SEQ112
        return picked.mean().item(), self.tok.decode(made, skip_special_tokens=True)  # expect-near: SEQ112

    def __call__(self, premises):
        for p in premises:
            lp, text = self.mean_logprob(p)
            if lp >= self.floor:
                yield p, text, lp
