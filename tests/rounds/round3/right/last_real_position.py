"""Next-word probabilities with right padding, read at each row's last real token."""
import torch


def last_logits(model, enc):
    z = model(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"]).logits
    last = enc["attention_mask"].sum(dim=1) - 1
    return z[torch.arange(z.size(0)), last]


def next_word_logprobs(model, tokenizer, prefixes, word_id):
    tokenizer.padding_side = "right"
    enc = tokenizer(prefixes, padding=True, return_tensors="pt")
    with torch.no_grad():
        return last_logits(model, enc).float().log_softmax(-1)[:, word_id].tolist()
