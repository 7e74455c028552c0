"""Choose between pre-encoded answers with llama-cpp-python.

Each answer gets the sum of its token log-probabilities after the stem.
"""
from __future__ import annotations

import json
import pathlib

import numpy as np
import typer
from llama_cpp import Llama
from scipy.special import logsumexp

app = typer.Typer()


def _total(engine: Llama, stem: list[int], answer: list[int]) -> float:
    engine.reset()
    engine.eval(stem + answer)
    grid = np.asarray(engine.scores[len(stem) - 1 : len(stem) + len(answer) - 1], dtype=np.float64)
    norm = logsumexp(grid, axis=1)
    return float(sum(grid[i, t] - norm[i] for i, t in enumerate(answer)))


@app.command()
def main(gguf: pathlib.Path, tasks: pathlib.Path):
    engine = Llama(str(gguf), n_ctx=4096, logits_all=True, verbose=False)
    outcome = []
    for row in map(json.loads, tasks.read_text().splitlines()):
        totals = [_total(engine, row["stem_ids"], a) for a in row["option_ids"]]
        outcome.append(int(np.argmax(totals)) == row["gold"])
    typer.echo(f"acc={np.mean(outcome):.4f} n={len(outcome)}")


if __name__ == "__main__":
    app()
