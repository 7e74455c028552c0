"""In-batch contrastive training of a dual encoder, with rolled hard negatives."""
import torch
import torch.nn.functional as F


class DualEncoderLoss(torch.nn.Module):
    def __init__(self, scale=20.0):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor(scale).log())

    def forward(self, q, d):
        q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
        logits = self.scale.exp() * q @ d.T
        target = torch.arange(q.size(0), device=q.device)
        loss = F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)
        return loss / 2


def triplet(q, d, margin=0.2):
    neg = torch.roll(d, 1, dims=0)
    pos = F.cosine_similarity(q, d)
    return F.relu(margin - pos + F.cosine_similarity(q, neg)).mean()


def retrieve(q, docs, k=10):
    sims = F.normalize(q, dim=-1) @ F.normalize(docs, dim=-1).T
    return sims.topk(k, dim=-1)


def mrr(ranks):
    return float((1.0 / ranks.float()).mean()) if len(ranks) else 0.0
