"""How confident is the model in a given text?

# bug: the largest probability of each row is averaged, whatever token the text really has
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    return AutoTokenizer.from_pretrained(name), AutoModelForCausalLM.from_pretrained(name).eval()


def text_log_confidence(tok, lm, text):
    """Mean log-probability of the tokens of `text`."""
    enc = tok(text, return_tensors="pt")
    with torch.no_grad():
        lp = lm(**enc).logits[:, :-1].log_softmax(dim=-1)
    peak, _ = lp.max(dim=-1)  # expect-near: SEQ204
    return peak.mean().item()  # expect: SEQ204


if __name__ == "__main__":
    t, m = load("gpt2")
    print(text_log_confidence(t, m, "Colourless green ideas sleep furiously."))
