"""Beam search by hand: cumulative log-probs, top-k over the flattened (beam, vocab) table."""
import torch


@torch.no_grad()
def beam_search(step, bos, eos, width=4, limit=20):
    """step(ids) returns (beams, V) logits for the next token; yields (ids, sum, mean)."""
    ids = torch.tensor([[bos]])
    total = torch.zeros(1)
    done = []
    for _ in range(limit):
        lp = step(ids).log_softmax(-1)
        flat = (total[:, None] + lp).flatten()
        total, where = flat.topk(min(width, flat.numel()))
        ids = torch.cat([ids[where // lp.size(1)], (where % lp.size(1))[:, None]], dim=1)
        ended = ids[:, -1] == eos
        for row, s in zip(ids[ended], total[ended].tolist()):
            done.append((row.tolist(), s, s / (len(row) - 1)))
        ids, total = ids[~ended], total[~ended]
        if not len(ids):
            break
    return sorted(done, key=lambda h: h[2], reverse=True)


if __name__ == "__main__":
    w = torch.tensor([[0.0, 2.0, 1.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]])
    best = beam_search(lambda ids: w[ids[:, -1]], 0, 2)[0]
    assert best[0] == [0, 1, 2]
    want = w[0].log_softmax(0)[1] + w[1].log_softmax(0)[2]
    assert abs(best[1] - want.item()) < 1e-5
