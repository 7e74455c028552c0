"""The most plausible sentence is the one with the lowest loss."""
import torch


def sentence_losses(model, sentences):
    with torch.inference_mode():
        return torch.stack([model(input_ids=s[None], labels=s[None]).loss for s in sentences])


def most_plausible(model, sentences):
    return sentences[int(sentence_losses(model, sentences).argmin())]


def hardest_examples(model, sentences, k=8):
    """For curriculum learning: the k sentences with the largest loss."""
    losses = sentence_losses(model, sentences)
    worst = losses.topk(min(k, len(sentences))).indices
    return [sentences[i] for i in worst.tolist()]


def single_hardest(model, sentences):
    return sentences[sentence_losses(model, sentences).argmax().item()]
