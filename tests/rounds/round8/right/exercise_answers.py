"""log P(answer | exercise): the exercise is masked in the labels, the sum is recovered from the mean."""
import torch


def answer_logprob(model, tokenizer, exercise, answer):
    text = exercise + "\n" + answer
    enc = tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
    ends = enc.pop("offset_mapping")[:, :, 1]
    labels = enc["input_ids"].masked_fill(ends <= len(exercise) + 1, -100)
    n = (labels[:, 1:] != -100).sum().item()
    if n == 0:
        raise ValueError("empty answer")
    with torch.no_grad():
        loss = model(**enc, labels=labels).loss
    return -loss.item() * n


def implausible(model, tokenizer, exercise, answers, cutoff=-25.0):
    model.eval()
    scored = [(a, answer_logprob(model, tokenizer, exercise, a)) for a in answers]
    return [a for a, s in scored if s < cutoff]
