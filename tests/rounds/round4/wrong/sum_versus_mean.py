"""Answer against refusal.
# bug: the summed log-prob of one string is compared with the mean log-prob of the other.
"""
import torch


def token_lps(lm, prompt, reply):
    ids = torch.tensor([prompt + reply])
    with torch.no_grad():
        lp = lm(ids).logits[0].float().log_softmax(-1)
    rows = lp[len(prompt) - 1 : -1]
    return rows.gather(1, torch.tensor(reply)[:, None]).squeeze(1)


def prefers_answer(lm, prompt, answer, refusal):
    a = token_lps(lm, prompt, answer).sum()
    r = token_lps(lm, prompt, refusal).mean()
    return bool(a > r)  # expect: SEQ503
