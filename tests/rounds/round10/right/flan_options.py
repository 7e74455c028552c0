"""Answer options scored with an encoder-decoder: log p(option | question)."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("google/flan-t5-base")
t5 = AutoModelForSeq2SeqLM.from_pretrained("google/flan-t5-base").eval()


@torch.no_grad()
def option_logprob(question, option):
    src = tok(question, return_tensors="pt")
    tgt = tok(text_target=option, return_tensors="pt")["input_ids"]
    mean_nll = t5(**src, labels=tgt).loss
    return -mean_nll.item() * tgt.shape[1]


def answer(question, options):
    vals = [option_logprob(question, o) for o in options]
    return options[vals.index(max(vals))]
