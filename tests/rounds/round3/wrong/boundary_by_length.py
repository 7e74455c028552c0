"""Masked loss for (instruction, output) pairs.

# bug: the prompt's own token count is used to cut the jointly encoded text
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
lm = AutoModelForCausalLM.from_pretrained("gpt2")


def output_loss(instruction: str, output: str) -> float:
    """Mean loss of the output's tokens."""
    enc = tok(instruction + output, return_tensors="pt")
    labels = enc.input_ids.clone()
    labels[:, : len(tok(instruction).input_ids)] = -100  # expect: SEQ312
    with torch.no_grad():
        return lm(**enc, labels=labels).loss.item()


if __name__ == "__main__":
    print(output_loss("Translate to French: cheese\n", "fromage"))
