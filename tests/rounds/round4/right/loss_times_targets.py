"""Total NLL of a corpus: the mean is multiplied by the number of targets."""
import torch


def corpus_perplexity(model, tok, docs):
    nats, targets = 0.0, 0
    for doc in docs:
        ids = tok(doc, return_tensors="pt")["input_ids"]
        k = ids.size(1) - 1
        if k < 1:
            continue
        with torch.no_grad():
            nats += model(ids, labels=ids).loss.item() * k
        targets += k
    return torch.tensor(nats / max(targets, 1)).exp().item()
