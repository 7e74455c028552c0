"""Perplexity column of the style-transfer table.

# bug: a masked LM sees every token it is asked to predict (labels are the input ids), so exp(loss) isn't a perplexity.
"""
import torch
from transformers import BertForMaskedLM, BertTokenizerFast

TOK = BertTokenizerFast.from_pretrained("bert-base-cased")
BERT = BertForMaskedLM.from_pretrained("bert-base-cased")
BERT.eval()


def perplexity(sentence):
    feed = TOK(sentence, return_tensors="pt", truncation=True, max_length=256)
    with torch.no_grad():
        res = BERT(**feed, labels=feed["input_ids"])  # expect: SEQ415
    return torch.exp(res.loss).item()  # expect-near: SEQ415


def column(system_outputs):
    return {sid: perplexity(text) for sid, text in system_outputs.items()}


if __name__ == "__main__":
    print(column({"human": "The soup was cold.", "copy": "Soup cold the was."}))
