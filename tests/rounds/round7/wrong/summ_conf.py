# -*- coding: utf-8 -*-
"""
Summaries with a confidence: the mean log-probability of the greedy summary's tokens.

# bug: the per-step outputs of generate() are unnormalised scores; they are averaged without a log_softmax.
"""
import torch
from transformers import BartForConditionalGeneration, BartTokenizerFast

CKPT = "facebook/bart-large-cnn"

tokenizer = BartTokenizerFast.from_pretrained(CKPT)
model = BartForConditionalGeneration.from_pretrained(CKPT)
model.eval()


def summarise(article: str, budget: int = 96):
    batch = tokenizer(article, truncation=True, max_length=1024, return_tensors="pt")
    result = model.generate(
        **batch,
        num_beams=1,
        do_sample=False,
        max_new_tokens=budget,
        return_dict_in_generate=True,
        output_scores=True,
    )
    written = result.sequences[0, 1:]
    steps = torch.stack(result.scores, dim=1)[0]
    each = steps[torch.arange(written.numel()), written]  # expect-near: SEQ112
    confidence = each.mean().item()  # expect: SEQ112
    return tokenizer.decode(written, skip_special_tokens=True), confidence


if __name__ == "__main__":
    with open("article.txt") as fh:
        text, conf = summarise(fh.read())
    print(text)
    print("confidence", round(conf, 4))
