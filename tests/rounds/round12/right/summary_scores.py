"""Mean log-likelihood of summaries under an encoder-decoder (no shift: the model shifts decoder inputs)."""
import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


def make_collate(tok):
    def collate(batch):
        x = tok([d for d, _ in batch], padding=True, truncation=True, max_length=1024, return_tensors="pt")
        y = tok(text_target=[s for _, s in batch], padding=True, truncation=True, max_length=160, return_tensors="pt")
        y = y["input_ids"].masked_fill(y["attention_mask"] == 0, -100)
        return x, y
    return collate


def average_ll(net, x, y):
    with torch.no_grad():
        z = net(**x, labels=y).logits
    keep = y != -100
    lp = torch.log_softmax(z.float(), dim=2)
    lp = lp.gather(2, y.clamp(min=0).unsqueeze(2)).squeeze(2)
    return (lp * keep).sum(dim=1) / keep.sum(dim=1).clamp(min=1)


def score_file(pairs, repo="facebook/bart-large-xsum", bs=4):
    tok = AutoTokenizer.from_pretrained(repo)
    net = AutoModelForSeq2SeqLM.from_pretrained(repo)
    net.eval()
    vals = []
    for x, y in DataLoader(pairs, batch_size=bs, collate_fn=make_collate(tok)):
        vals += average_ll(net, x, y).tolist()
    return vals
