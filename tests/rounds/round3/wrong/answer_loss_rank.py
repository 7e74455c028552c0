"""Choose the answer with the lowest loss per token.

# bug: the labels are the whole input, so the loss averages the question as well
"""
import torch


def answer_loss(model, question_ids, answer_ids):
    """Mean loss of the answer given the question (lists of token ids)."""
    ids = torch.tensor([question_ids + answer_ids])
    with torch.no_grad():
        return model(input_ids=ids, labels=ids).loss.item()  # expect: SEQ301


def choose(model, item):
    losses = [answer_loss(model, item["question"], a) for a in item["answers"]]
    return losses.index(min(losses))
