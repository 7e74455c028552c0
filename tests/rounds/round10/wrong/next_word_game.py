"""Next-word guessing game: how likely was the player's word under the model?

# bug: the softmax runs over the 50 best candidates only, yet is shown as the model's own probability.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium")
net = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()
SHORTLIST = 50


@torch.no_grad()
def model_probability(context: str) -> dict[int, float]:
    """p(token | context) under GPT-2, for the tokens we display."""
    enc = tok(context, return_tensors="pt")
    last = net(**enc).logits[0, -1]
    best = last.topk(SHORTLIST)
    p = best.values.softmax(-1)  # expect: SEQ108
    return dict(zip(best.indices.tolist(), p.tolist()))


def main():
    context = input("text so far> ")
    table = model_probability(context)
    print("GPT-2 gives these probabilities to the next token:")
    for tid, p in list(table.items())[:10]:
        print(f"  {p:6.2%}  {tok.decode([tid])!r}")


if __name__ == "__main__":
    main()
