"""Fluency of simplified sentences, as perplexity under German BERT.

# bug: a masked language model is asked with labels equal to its visible input, so it sees every word it should predict
"""
import argparse

import torch
from transformers import BertForMaskedLM, BertTokenizerFast


class Fluency:
    def __init__(self, name: str):
        self.tokenizer = BertTokenizerFast.from_pretrained(name)
        self.bert = BertForMaskedLM.from_pretrained(name)
        self.bert.eval()

    def perplexity(self, sentence: str) -> float:
        enc = self.tokenizer(sentence, return_tensors="pt", truncation=True, max_length=512)
        with torch.no_grad():
            res = self.bert(**enc, labels=enc["input_ids"])  # expect: SEQ415
        return res.loss.exp().item()  # expect-near: SEQ415


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("file")
    cli.add_argument("--model", default="bert-base-german-cased")
    opt = cli.parse_args()
    judge = Fluency(opt.model)
    for sent in open(opt.file, encoding="utf-8"):
        print(f"{judge.perplexity(sent.strip()):9.2f}  {sent.strip()}")
