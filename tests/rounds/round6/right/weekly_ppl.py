"""Weekly perplexity job; truncates at the model's context size and caps the exponent."""
import math
from pathlib import Path

import click
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def safe_exp(x: float) -> float:
    return math.exp(x) if x < 700 else float("inf")


def nll_and_count(model, ids):
    with torch.no_grad():
        loss = model(ids, labels=ids).loss
    scored = ids.shape[1] - 1
    return loss.item() * scored, scored


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--ckpt", default="gpt2-medium")
def cli(folder, ckpt):
    tok = AutoTokenizer.from_pretrained(ckpt)
    model = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    window = model.config.n_positions
    nll = n = 0
    for f in sorted(folder.glob("*.txt")):
        ids = tok(f.read_text(), return_tensors="pt", truncation=True, max_length=window).input_ids
        if ids.shape[1] < 2:
            continue
        a, b = nll_and_count(model, ids)
        nll, n = nll + a, n + b
    if n == 0:
        raise click.ClickException("nothing to score")
    click.echo(f"tokens {n}  nll {nll / n:.4f}  ppl {safe_exp(nll / n):.2f}")


if __name__ == "__main__":
    cli()
