"""Confidence of greedy short answers, used for the risk-coverage curve of section 5.

confidence = average log-probability of the answer's tokens
# bug: compute_transition_scores returns unnormalised scores for greedy search
# bug: the average is taken over prompt and answer together
"""
import numpy as np
import torch


class ShortAnswerer:
    def __init__(self, lm, tok, n_new=16):
        self.lm, self.tok, self.n_new = lm.eval(), tok, n_new

    @torch.no_grad()
    def __call__(self, question):
        enc = self.tok(f"Q: {question}\nA:", return_tensors="pt").to(self.lm.device)
        res = self.lm.generate(
            **enc,
            max_new_tokens=self.n_new,
            do_sample=False,
            num_beams=1,
            return_dict_in_generate=True,
            output_scores=True,
        )
        ts = self.lm.compute_transition_scores(res.sequences, res.scores)  # expect: SEQ111
        total = ts[0].sum()  # expect-near: SEQ111
        conf = total / res.sequences.shape[1]  # expect: SEQ418
        answer = self.tok.decode(res.sequences[0, enc.input_ids.shape[1] :], skip_special_tokens=True)
        return answer.strip(), conf.item()


def risk_coverage(confidence, correct):
    order = np.argsort(-np.asarray(confidence))
    err = 1.0 - np.asarray(correct, dtype=float)[order]
    k = np.arange(1, len(order) + 1)
    return k / len(order), np.cumsum(err) / k


def evaluate(answerer, items):
    conf, ok = [], []
    for it in items:
        ans, c = answerer(it["question"])
        conf.append(c)
        ok.append(ans.lower() in {g.lower() for g in it["golds"]})
    cov, risk = risk_coverage(conf, ok)
    return np.trapz(risk, cov)
