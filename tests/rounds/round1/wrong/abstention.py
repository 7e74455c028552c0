"""Answer selection with abstention and a quality filter.

# bug: the answers carry summed log-probs, the abstention carries a mean; N-1 scored tokens, but the sum is divided by N.
"""
import torch


def token_logprobs(lm, ids, n_prompt):
    with torch.no_grad():
        z = lm(input_ids=ids).logits[0, n_prompt - 1 : -1].float()
    return z.log_softmax(-1).gather(1, ids[0, n_prompt:, None]).squeeze(1)


def decide(lm, answers, abstain, n_prompt):
    """answers: {text: ids (1, T)}, abstain: ids (1, T); at least one token after the prompt."""
    scores = {a: token_logprobs(lm, ids, n_prompt).sum().item() for a, ids in answers.items()}
    idk = token_logprobs(lm, abstain, n_prompt).mean().item()  # expect-near: SEQ503
    best = max(scores, key=scores.get)
    return best if scores[best] > idk else None  # expect: SEQ503


@torch.no_grad()
def quality(lm, ids):
    """Mean log-probability of the tokens of one text; ids is a list of at least two ids."""
    x = torch.tensor(ids).unsqueeze(0)
    lp = lm(input_ids=x).logits[0, :-1].float().log_softmax(-1)
    s = 0.0
    for row, nxt in zip(lp, ids[1:]):
        s += row[nxt].item()
    return s / len(ids)  # expect: SEQ403


def keep(lm, pool, cut=-3.5):
    return [ids for ids in pool if quality(lm, ids) > cut]
