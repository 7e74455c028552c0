"""Typer app: absolute probability that the model assigns to each answer letter, with the mean surprise of the gold letters.

# bug: softmax over the four letter logits only is reported as the model's next-token probability; the mean log is taken of probabilities rounded to 3 digits.
"""
import json
import math
from pathlib import Path

import torch
import typer
from transformers import AutoModelForCausalLM, AutoTokenizer

app = typer.Typer()
LETTERS = "ABCD"


def build(q):
    body = "\n".join(f"{l}. {c}" for l, c in zip(LETTERS, q["choices"]))
    return f"{q['question']}\n{body}\nAnswer:"


@torch.inference_mode()
def letter_probs(model, tok, q):
    """p(next token = letter | prompt) under the model, e.g. to see how much mass leaks elsewhere."""
    ids = [tok.encode(" " + l, add_special_tokens=False) for l in LETTERS]
    assert all(len(i) == 1 for i in ids)
    cols = torch.tensor([i[0] for i in ids])
    last = model(**tok(build(q), return_tensors="pt")).logits[0, -1].float()
    return last[cols].softmax(-1).tolist()  # expect: SEQ108


@app.command()
def main(model: str, questions: Path, out: Path = Path("letters.jsonl")):
    tok = AutoTokenizer.from_pretrained(model)
    lm = AutoModelForCausalLM.from_pretrained(model)
    lm.eval()
    logs = []
    with out.open("w") as fh:
        for line in questions.read_text().splitlines():
            q = json.loads(line)
            p = [round(v, 3) for v in letter_probs(lm, tok, q)]  # expect-near: SEQ504
            fh.write(json.dumps({"id": q["id"], "p": p}) + "\n")
            logs.append(math.log(p[q["answer"]]))  # expect: SEQ504
    typer.echo(f"mean log p(gold) = {sum(logs) / len(logs):.4f}")


if __name__ == "__main__":
    app()
