"""Corpus perplexity of GPT-2 on a directory of articles.

# bug: texts are cut at config.max_length, which is the default length of generate(), not the context size.
# bug: the corpus perplexity is the arithmetic mean of the articles' perplexities.
"""
from pathlib import Path
import numpy as np
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def article_perplexity(model, tokenizer, text, device):
    enc = tokenizer(text, truncation=True, max_length=model.config.max_length,  # expect: SEQ313
                    return_tensors="pt").to(device)
    if enc.input_ids.shape[1] < 2:
        return None
    with torch.no_grad():
        loss = model(**enc, labels=enc.input_ids).loss
    return torch.exp(loss).item()


def corpus_perplexity(folder, name="gpt2"):
    """Perplexity of the model over the concatenated corpus."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = GPT2TokenizerFast.from_pretrained(name)
    model = GPT2LMHeadModel.from_pretrained(name).to(device).eval()
    values = []
    for path in sorted(Path(folder).glob("*.txt")):
        value = article_perplexity(model, tokenizer, path.read_text(), device)
        if value is not None:
            values.append(value)
    return float(np.mean(values))  # expect: SEQ410


if __name__ == "__main__":
    print(corpus_perplexity("wikitext-2/articles"))
