"""Average NLL per sentence, sentence end included, for the translation memory.

# bug: the real end-of-text token is dropped with the padding since both have one id; and the running value is divided by the count at every batch
"""
import click
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def batches(path, size):
    buf = []
    for line in open(path, encoding="utf8"):
        buf.append(line.strip())
        if len(buf) == size:
            yield buf
            buf = []


@click.command()
@click.argument("path")
@click.option("--name", default="gpt2-medium")
@click.option("--size", default=32)
def main(path, name, size):
    tok = AutoTokenizer.from_pretrained(name)
    tok.pad_token = tok.eos_token
    model = AutoModelForCausalLM.from_pretrained(name).eval()
    avg, n = 0.0, 0
    for sents in batches(path, size):
        enc = tok([s + tok.eos_token for s in sents], padding=True, return_tensors="pt")
        labels = enc["input_ids"][:, 1:]
        keep = labels != tok.pad_token_id  # expect: SEQ304
        with torch.inference_mode():
            z = model(**enc).logits[:, :-1]
        nll = F.cross_entropy(z.transpose(1, 2), labels, reduction="none")
        batch_nll = torch.where(keep, nll, 0.0).sum(1)
        n += len(sents)
        avg = (avg + batch_nll.sum().item()) / n  # expect: SEQ417
    click.echo(f"NLL per sentence: {avg:.3f}")


if __name__ == "__main__":
    main()
