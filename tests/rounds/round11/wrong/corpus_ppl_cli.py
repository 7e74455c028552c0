"""Corpus perplexity from a directory of articles, GPT-2 family.

# bug: texts are cut at config.max_length (20), and the mean loss is multiplied by N although N-1 tokens were scored
"""
import pathlib

import click
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@click.command()
@click.argument("folder")
@click.option("--model", "name", default="distilgpt2")
def main(folder, name):
    tokenizer = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    limit = lm.config.max_length  # expect-near: SEQ313
    total = torch.zeros((), dtype=torch.float64)
    seen = 0
    for f in sorted(pathlib.Path(folder).rglob("*.txt")):
        enc = tokenizer(f.read_text(), return_tensors="pt", truncation=True, max_length=limit)  # expect: SEQ313
        n = enc.input_ids.shape[1]
        if n < 2:
            continue
        with torch.no_grad():
            loss = lm(**enc, labels=enc.input_ids).loss
        total += loss.double() * n  # expect: SEQ403
        seen += n - 1
    click.echo(f"ppl {torch.exp(total / max(seen, 1)).item():.3f} over {seen} tokens")


if __name__ == "__main__":
    main()
