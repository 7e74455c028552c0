"""Answer loss per token with the prompt set to -100."""
import torch


def answer_loss(model, question_ids, answer_ids):
    ids = torch.tensor([question_ids + answer_ids])
    labels = ids.clone()
    labels[0, : len(question_ids)] = -100
    with torch.no_grad():
        return model(input_ids=ids, labels=labels).loss


def choose(model, question_ids, answers):
    """Length-normalised choice: smallest mean loss of the answer's tokens."""
    losses = torch.stack([answer_loss(model, question_ids, a) for a in answers])
    return int(losses.argmin())


def answer_logprob(model, question_ids, answer_ids):
    """log p(answer | question): the mean times the number of answer tokens."""
    return -answer_loss(model, question_ids, answer_ids).item() * len(answer_ids)
