"""log P(answer | question) with a T5-type model; pads in the targets are ignored."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


def load(name="google/flan-t5-small"):
    return AutoTokenizer.from_pretrained(name), AutoModelForSeq2SeqLM.from_pretrained(name).eval()


def answer_logps(tok, model, questions, answers):
    enc = tok(questions, padding=True, truncation=True, return_tensors="pt")
    gold = tok(text_target=answers, padding=True, return_tensors="pt")
    y = gold.input_ids.masked_fill(gold.attention_mask == 0, -100)
    with torch.inference_mode():
        z = model(**enc, labels=y).logits
    ce = F.cross_entropy(z.float().transpose(1, 2), y, reduction="none", ignore_index=-100)
    return -ce.sum(dim=1)


def per_token(tok, model, questions, answers):
    n = torch.tensor([len(ids) for ids in tok(text_target=answers).input_ids])
    return answer_logps(tok, model, questions, answers) / n
