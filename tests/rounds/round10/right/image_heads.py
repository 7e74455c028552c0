"""Multi-label and single-label image heads side by side."""
import torch
import torch.nn as nn


class Heads(nn.Module):
    def __init__(self, dim, tags, classes):
        super().__init__()
        self.tags, self.cls = nn.Linear(dim, tags), nn.Linear(dim, classes)

    def forward(self, feats):  # feats: [B, dim]
        return self.tags(feats), self.cls(feats)

    @torch.no_grad()
    def predict(self, feats, thr=0.5):
        tag_logits, cls_logits = self(feats)
        tags = torch.sigmoid(tag_logits)
        conf, label = torch.softmax(cls_logits, dim=1).max(dim=1)
        return tags > thr, label, conf
