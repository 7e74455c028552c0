"""Sentence-level QE feature: mean token log-prob of the reference under an encoder-decoder."""
import torch
import torch.nn as nn


class ReferenceScorer(nn.Module):
    def __init__(self, seq2seq, pad_label=-100):
        super().__init__()
        self.seq2seq = seq2seq.eval()
        self.nll = nn.CrossEntropyLoss(ignore_index=pad_label, reduction="none")
        self.pad_label = pad_label

    @torch.no_grad()
    def forward(self, input_ids, attention_mask, labels):
        out = self.seq2seq(input_ids=input_ids, attention_mask=attention_mask, labels=labels)
        b, t = labels.shape
        per_tok = self.nll(out.logits.float().view(b * t, -1), labels.reshape(-1)).view(b, t)
        n_real = (labels != self.pad_label).sum(dim=1)
        return -per_tok.sum(dim=1) / n_real.clamp(min=1)


def score_file(scorer, loader, device="cpu"):
    cols = []
    for batch in loader:
        cols.append(scorer(**{k: batch[k].to(device) for k in ("input_ids", "attention_mask", "labels")}))
    return torch.cat(cols).cpu().numpy()
