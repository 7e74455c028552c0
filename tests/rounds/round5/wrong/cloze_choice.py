"""Sentence completion as multiple choice: log-prob of every filled-in sentence, in one batch.

# bug: the masked log-probs are summed over the rows as well, so all sentences share one number
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("facebook/opt-350m")
lm = AutoModelForCausalLM.from_pretrained("facebook/opt-350m").eval()


@torch.no_grad()
def sentence_logps(sentences):
    """One log-probability per sentence, shape (len(sentences),)."""
    enc = tk(sentences, padding=True, return_tensors="pt")
    z = lm(**enc).logits[:, :-1].float()
    y = enc.input_ids[:, 1:]
    m = enc.attention_mask[:, 1:].float()
    lp = z.log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return (lp * m).sum()  # expect: SEQ408


def fill(template, options):
    scores = sentence_logps([template.replace("_", o) for o in options])
    return options[int(scores.argmax())]


if __name__ == "__main__":
    print(fill("The trophy doesn't fit in the suitcase because the _ is too big.", ["trophy", "suitcase"]))
