"""Click tool: per-question probability of every option letter over the whole vocabulary, and the mass they share."""
import json

import click
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.inference_mode()
def score(model, tok, prompt, cols):
    last = model(**tok(prompt, return_tensors="pt")).logits[0, -1].float()
    return last.log_softmax(-1)[cols]


@click.command()
@click.argument("name")
@click.argument("path", type=click.File())
def cli(name, path):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name).eval()
    pieces = [tok.encode(f" {c}", add_special_tokens=False) for c in "ABCD"]
    if any(len(p) != 1 for p in pieces):
        raise click.UsageError("letters are not single tokens here")
    cols = torch.tensor(pieces)[:, 0]
    gold_lp, hits, n = 0.0, 0, 0
    for row in map(json.loads, path):
        lp = score(model, tok, row["prompt"], cols)
        relative = lp.softmax(-1)
        click.echo(f"{row['id']} p={[round(v, 3) for v in lp.exp().tolist()]} mass={lp.exp().sum():.3f} "
                   f"relative={[round(v, 3) for v in relative.tolist()]}")
        gold_lp += lp[row["answer"]].item()
        hits += int(lp.argmax() == row["answer"])
        n += 1
    if n:
        click.echo(f"accuracy {hits / n:.3f}, mean log p(gold) {gold_lp / n:.4f}")


if __name__ == "__main__":
    cli()
