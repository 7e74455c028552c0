"""Zero-shot sentiment with several templates; the label word's log-probabilities are pooled over templates.

# bug: each label word is represented by its first sub-token although the words have several
# bug: log-probabilities of the templates are multiplied instead of added
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATES = (
    "Review: {t}\nThe film was",
    "{t}\nAll in all it was",
    'A critic wrote "{t}". In a word:',
)
WORDS = {"pos": " magnificently made", "neg": " disappointing", "mixed": " unremarkable"}

tk = AutoTokenizer.from_pretrained("gpt2-medium")
lm = AutoModelForCausalLM.from_pretrained("gpt2-medium").eval()


@torch.no_grad()
def next_logp(prompt):
    enc = tk(prompt, return_tensors="pt")
    return lm(**enc).logits[0, -1].log_softmax(dim=0)


def classify(text):
    heads = {k: tk(w).input_ids[0] for k, w in WORDS.items()}  # expect: SEQ209
    pooled = dict.fromkeys(WORDS, 1.0)
    for tpl in TEMPLATES:
        row = next_logp(tpl.format(t=text))
        for k, i in heads.items():
            pooled[k] *= row[i].item()  # expect: SEQ407
    return max(pooled, key=pooled.get), pooled


if __name__ == "__main__":
    for line in ("A triumph from start to end.", "I want my two hours back."):
        print(classify(line))
