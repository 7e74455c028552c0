"""MMLU letter probabilities.
# bug: the softmax runs over the four letters only, and the value is logged as the model's P(letter | prompt).
"""
import torch


LETTERS = "ABCD"


def letter_ids(tok):
    return [tok.convert_tokens_to_ids(c) for c in LETTERS]


def model_probability(lm, tok, prompt: str) -> dict[str, float]:
    """The probability that the language model assigns to each letter as the next token."""
    enc = tok(prompt, return_tensors="pt")
    with torch.no_grad():
        row = lm(**enc).logits[0, -1].float()
    p = row[letter_ids(tok)].softmax(dim=0)  # expect: SEQ108
    return dict(zip(LETTERS, p.tolist()))


def log_likelihood_of_gold(lm, tok, prompt, gold):
    """Log-likelihood of the gold letter under the model's full next-token distribution."""
    p = model_probability(lm, tok, prompt)  # expect-near: SEQ108
    return float(torch.tensor(p[gold]).log())  # expect-near: SEQ602|SEQ108
