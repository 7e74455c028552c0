"""Decides between an extracted answer and 'unanswerable'.

# bug: the answer's summed log-probability is compared with the null answer's mean
"""
import torch

NULL = "unanswerable"


def token_lps(model, ids, start):
    with torch.no_grad():
        lp = model(ids[None]).logits[0].float().log_softmax(-1)
    rng = torch.arange(start, len(ids))
    return lp[rng - 1, ids[rng]]


class AnswerOrNull:
    def __init__(self, model, encode, bias=0.0):
        self.model = model.eval()
        self.encode = encode
        self.bias = bias

    def decide(self, passage, question, answer):
        """encode(passage, question, reply) gives the joint ids and the index of the reply's first id."""
        a_ids, a0 = self.encode(passage, question, answer)
        n_ids, n0 = self.encode(passage, question, NULL)
        s_ans = token_lps(self.model, a_ids, a0).sum().item()
        s_null = token_lps(self.model, n_ids, n0).mean().item()  # expect-near: SEQ503
        if s_ans > s_null + self.bias:  # expect: SEQ503
            return answer
        return NULL
