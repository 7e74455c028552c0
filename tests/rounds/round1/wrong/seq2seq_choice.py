"""Encoder-decoder evaluation: dev NLL and multiple choice.

# bug: target padding stays in the labels and is scored (no -100); argmax over losses returns the least likely option.
"""
import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


def dev_nll(name, pairs, batch_size=8):
    tok = AutoTokenizer.from_pretrained(name)
    net = AutoModelForSeq2SeqLM.from_pretrained(name).eval()

    def collate(batch):
        docs, sums = zip(*batch)
        x = tok(list(docs), padding=True, truncation=True, return_tensors="pt")
        x["labels"] = tok(text_target=list(sums), padding=True, truncation=True, return_tensors="pt")["input_ids"]  # expect-near: SEQ302
        return x

    nats, tokens = 0.0, 0
    for x in DataLoader(pairs, batch_size=batch_size, collate_fn=collate):
        with torch.no_grad():
            out = net(**x)
        n = x["labels"].numel()
        nats += out.loss.item() * n  # expect: SEQ302
        tokens += n  # expect-near: SEQ303
    return nats / max(tokens, 1)


@torch.no_grad()
def answer(model, tokenizer, question, options):
    losses = []
    src = tokenizer(question, return_tensors="pt").to(model.device)
    for o in options:
        tgt = tokenizer(text_target=o, return_tensors="pt").input_ids.to(model.device)
        losses.append(model(**src, labels=tgt).loss)
    return options[torch.stack(losses).argmax().item()]  # expect: SEQ501
