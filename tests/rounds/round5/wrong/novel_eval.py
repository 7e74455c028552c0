"""Corpus perplexity on a shelf of novels, one chapter at a time.

# bug: the targets come from torch.roll, so the first token is the last target; the corpus perplexity is the plain mean of the chapters' perplexities
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
import typer
from transformers import AutoModelForCausalLM, AutoTokenizer

app = typer.Typer()


class ChapterEval:
    def __init__(self, name: str):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).cuda().eval()

    @torch.no_grad()
    def nll(self, chapter: str) -> torch.Tensor:
        ids = self.tok(chapter, return_tensors="pt").input_ids[:, :2048].cuda()
        z = self.lm(ids).logits.float()
        nxt = torch.roll(ids, shifts=-1, dims=1)  # expect: SEQ206
        return F.cross_entropy(z[0], nxt[0], reduction="none")

    def perplexity(self, chapter: str) -> float:
        return float(self.nll(chapter).mean().exp())


@app.command()
def main(folder: pathlib.Path, model: str = "EleutherAI/pythia-1b"):
    ev = ChapterEval(model)
    table = {p.stem: ev.perplexity(p.read_text()) for p in sorted(folder.glob("*.txt"))}
    for k, v in table.items():
        typer.echo(f"{k:30s} {v:8.2f}")
    corpus_ppl = np.mean(list(table.values()))  # expect: SEQ410
    typer.echo(f"corpus perplexity {corpus_ppl:.2f}")


if __name__ == "__main__":
    app()
