"""How far does the 4-bit checkpoint drift from the reference?  Prints KL(ref || quant) per token.

# bug: KLDivLoss receives softmax probabilities as its input where log-probabilities are required
"""
import click
import torch
from torch import nn
from transformers import AutoModelForCausalLM, BitsAndBytesConfig


class DriftMeter(nn.Module):
    def __init__(self):
        super().__init__()
        self.kl = nn.KLDivLoss(reduction="sum")
        self.to_dist = nn.Softmax(dim=-1)
        self.total, self.n = 0.0, 0

    def forward(self, z_ref, z_quant):
        p = self.to_dist(z_ref.float().flatten(0, 1))
        q = self.to_dist(z_quant.float().flatten(0, 1))
        self.total += self.kl(q, p).item()  # expect: SEQ114
        self.n += p.size(0)

    @property
    def value(self):
        return self.total / max(self.n, 1)


@click.command()
@click.argument("name")
@click.argument("blocks", type=click.Path(exists=True))
def main(name, blocks):
    ref = AutoModelForCausalLM.from_pretrained(name, device_map="auto").eval()
    cfg = BitsAndBytesConfig(load_in_4bit=True)
    quant = AutoModelForCausalLM.from_pretrained(name, quantization_config=cfg, device_map="auto").eval()
    meter = DriftMeter()
    with torch.no_grad():
        for block in torch.load(blocks):  # (1, 2048) token blocks, no padding
            meter(ref(block).logits.cpu(), quant(block).logits.cpu())
    click.echo(f"KL per token: {meter.value:.5f}")


if __name__ == "__main__":
    main()
