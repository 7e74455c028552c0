"""Row-wise continuation scores from one forward pass over a right-padded batch."""
import torch
from torch.nn.functional import log_softmax


def row_scores(model, batch, cont_mask):
    """(batch,) log-probabilities of the tokens marked in `cont_mask`."""
    with torch.no_grad():
        z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    z = z[:, :-1, :].float()
    by_class = z.permute(0, 2, 1)
    table = log_softmax(by_class, dim=1)
    nxt = batch["input_ids"][:, 1:].unsqueeze(1)
    each = table.gather(1, nxt).squeeze(1)
    return each.masked_fill(cont_mask[:, 1:] == 0, 0.0).sum(dim=1)


def corpus_total(model, loader):
    """Log-probability of all marked tokens in the loader."""
    grand = 0.0
    for batch in loader:
        grand += row_scores(model, batch, batch["cont_mask"]).sum().item()
    return grand


def choose(model, batch, cont_mask):
    return row_scores(model, batch, cont_mask).argmax().item()
