"""utils.py of an LSTM language model repository.

# bug: F.log_softmax gets no axis; the implicit one of a 3-D tensor is the batch
"""
import torch
import torch.nn.functional as F


def repackage(h):
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage(v) for v in h)


def batchify(data, bsz):
    n = data.size(0) // bsz
    return data[: n * bsz].view(bsz, -1)


def evaluate(model, source, bptt):
    """source: (bsz, n) token ids; returns corpus perplexity."""
    model.eval()
    hidden = model.init_hidden(source.size(0))
    nll, count = 0.0, 0
    with torch.no_grad():
        for i in range(0, source.size(1) - 1, bptt):
            x = source[:, i:i + bptt]
            y = source[:, i + 1:i + 1 + bptt]
            x = x[:, :y.size(1)]
            out, hidden = model(x, hidden)             # (bsz, len, ntoken)
            lp = F.log_softmax(out)  # expect: SEQ105  # expect-near: SEQ104
            nll -= lp.gather(-1, y.unsqueeze(-1)).double().sum().item()
            count += y.numel()
            hidden = repackage(hidden)
    return torch.exp(torch.tensor(nll / max(count, 1))).item()
