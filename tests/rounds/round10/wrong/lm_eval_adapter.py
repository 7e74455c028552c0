"""lm-evaluation-harness adapter of our in-house engine.

# bug: the is-greedy flag is inverted, it is true when every token differs from the argmax.
"""
import torch
from lm_eval.api.model import TemplateLM


class EngineLM(TemplateLM):
    def __init__(self, engine):
        super().__init__()
        self.engine = engine

    @property
    def eot_token_id(self):
        return self.engine.eos

    def tok_encode(self, string, **kwargs):
        return self.engine.encode(string)

    def _loglikelihood_tokens(self, requests, disable_tqdm=False, **kwargs):
        answers = []
        for _, ctx, cont in requests:
            whole = torch.tensor(ctx + cont)
            rows = self.engine.logits(whole)[len(ctx) - 1:-1].float()
            goal = whole[len(ctx):]
            table = torch.log_softmax(rows, dim=-1)
            picked = table.gather(-1, goal[:, None])
            greedy = bool((rows.argmax(-1) != goal).all())  # expect: SEQ505
            answers.append((picked.sum().item(), greedy))
        return answers

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
