"""Log-probability of an answer from word-piece scores.

# bug: every vocabulary entry is squashed by its own sigmoid instead of a softmax
"""
import torch


def answer_logprob(lm, prompt_ids: list, answer_ids: list) -> float:
    x = torch.tensor([prompt_ids + answer_ids])
    with torch.no_grad():
        z = lm(x).logits[0]
    p = torch.sigmoid(z[len(prompt_ids) - 1 : -1])  # expect: SEQ107
    hit = p[range(len(answer_ids)), answer_ids]
    return hit.log().sum().item()  # expect-near: SEQ107


def rank(lm, prompt_ids, answers):
    return sorted(answers, key=lambda a: answer_logprob(lm, prompt_ids, a), reverse=True)
