"""Total NLL of a corpus, document by document.
# bug: the mean over N - 1 targets is multiplied by N.
"""
import torch


def corpus_perplexity(model, tok, docs):
    nats = 0.0
    tokens = 0
    for doc in docs:
        ids = tok(doc, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            loss = model(ids, labels=ids).loss
        nats += loss.item() * ids.size(1)  # expect: SEQ403
        tokens += ids.size(1) - 1
    return torch.tensor(nats / max(tokens, 1)).exp().item()


def sequence_nll(model, ids):
    """Summed NLL of one sequence, (1, T)."""
    n = len(ids[0])
    with torch.no_grad():
        out = model(input_ids=ids, labels=ids)
    return n * out["loss"]  # expect: SEQ403
