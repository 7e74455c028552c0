"""KL(reference || candidate) per token of two checkpoints on packed blocks."""
import click
import torch
from torch import nn
from transformers import AutoModelForCausalLM


class KLMeter:
    def __init__(self):
        self.fn = nn.KLDivLoss(reduction="sum", log_target=True)
        self.sum = 0.0
        self.n = 0

    def add(self, ref, cand):
        a, b = (z.float().flatten(0, 1).log_softmax(dim=1) for z in (ref, cand))
        self.sum += self.fn(b, a).item()
        self.n += a.shape[0]

    def __float__(self):
        return self.sum / max(self.n, 1)


@click.command()
@click.argument("reference")
@click.argument("candidate")
@click.argument("blocks")
@torch.no_grad()
def main(reference, candidate, blocks):
    left = AutoModelForCausalLM.from_pretrained(reference).eval()
    right = AutoModelForCausalLM.from_pretrained(candidate).eval()
    meter = KLMeter()
    for x in torch.load(blocks):
        meter.add(left(x).logits, right(x).logits)
    click.echo(f"{float(meter):.5f} nats/token")


if __name__ == "__main__":
    main()
