"""Selective question answering: abstain below a threshold on the mean log-probability of the answer."""
import numpy as np
import torch


def answer(lm, tok, question, n_new=16):
    enc = tok(f"Q: {question}\nA:", return_tensors="pt").to(lm.device)
    with torch.no_grad():
        r = lm.generate(
            **enc, max_new_tokens=n_new, do_sample=False, num_beams=1, output_scores=True, return_dict_in_generate=True
        )
    per_token = lm.compute_transition_scores(r.sequences, r.scores, normalize_logits=True)[0]
    new = r.sequences[0, enc.input_ids.shape[1] :]
    return tok.decode(new, skip_special_tokens=True).strip(), per_token.mean().item()


def coverage_at_risk(conf, correct, max_risk=0.1):
    order = np.argsort(conf)[::-1]
    risk = np.cumsum(~np.asarray(correct)[order]) / np.arange(1, len(order) + 1)
    fine = np.flatnonzero(risk <= max_risk)
    return (fine[-1] + 1) / len(order) if fine.size else 0.0


def run(lm, tok, data):
    lm.eval()
    conf, ok = [], []
    for row in data:
        a, c = answer(lm, tok, row["question"])
        conf.append(c)
        ok.append(a.casefold() in [g.casefold() for g in row["golds"]])
    return coverage_at_risk(np.array(conf), np.array(ok, dtype=bool))
