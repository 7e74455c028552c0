"""Part-of-speech tagger on a bidirectional encoder: label t belongs to token t."""
import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, encoder, dim, n_tags):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(dim, n_tags)
        self.loss = nn.CrossEntropyLoss(ignore_index=-100)

    def forward(self, input_ids, attention_mask, labels=None):
        h = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        logits = self.head(h)
        if labels is None:
            return logits.argmax(dim=-1)
        return self.loss(logits.view(-1, logits.size(-1)), labels.view(-1))

    @torch.no_grad()
    def accuracy(self, batch):
        pred = self(batch["input_ids"], batch["attention_mask"])
        keep = batch["labels"] != -100
        return (pred[keep] == batch["labels"][keep]).float().mean().item()
