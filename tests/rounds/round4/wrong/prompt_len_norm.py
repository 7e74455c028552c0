"""Length-normalised score of an answer.
# bug: the answer's log-probability is divided by the length of prompt plus answer.
"""
import torch


@torch.no_grad()
def normalised_answer_score(lm, prompt_ids, answer_ids):
    """Log-probability per answer token."""
    full = torch.cat([prompt_ids, answer_ids])[None]
    lp = lm(full).logits[0, :-1].float().log_softmax(-1)
    tok = lp.gather(1, full[0, 1:, None])[:, 0]
    answer = tok[len(prompt_ids) - 1 :]
    return (answer.sum() / full.shape[1]).item()  # expect: SEQ418


def best(lm, prompt_ids, answers):
    return max(answers, key=lambda a: normalised_answer_score(lm, prompt_ids, a))  # expect-near: SEQ418
