"""PMI-style multiple choice: log p(choice | question) - log p(choice).

# bug: the first term is a sum over tokens and the second is a mean.
"""
import torch


def token_logps(lm, ids, first):
    """Log-probs of ids[first:], each given everything before it."""
    x = torch.tensor([ids], device=lm.device)
    with torch.no_grad():
        lp = lm(x).logits[0, :-1].float().log_softmax(-1)
    return lp.gather(1, x[0, 1:, None])[first - 1 :, 0]


def pmi(lm, question_ids, neutral_ids, choice_ids):
    given = token_logps(lm, question_ids + choice_ids, len(question_ids))
    alone = token_logps(lm, neutral_ids + choice_ids, len(neutral_ids))
    return (given.sum() - alone.mean()).item()  # expect: SEQ503


def choose(lm, ex):
    lm.eval()
    vals = [pmi(lm, ex["question"], ex["neutral"], c) for c in ex["choices"]]
    return max(range(len(vals)), key=vals.__getitem__)
