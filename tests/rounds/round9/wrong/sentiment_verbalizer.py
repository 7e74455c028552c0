"""Zero-shot verbaliser for patient-experience comments.

# bug: each label word is scored by the first of its tokens only
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

VERBALISERS = {
    "neg": " dissatisfied",
    "neu": " indifferent",
    "pos": " delighted",
}


def build(name):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    lm.requires_grad_(False)
    lm.eval()
    heads = {k: tok(w, add_special_tokens=False)["input_ids"][0] for k, w in VERBALISERS.items()}  # expect: SEQ209
    return tok, lm, heads


def classify(comment, tok, lm, heads):
    x = tok(f"Comment: {comment}\nOverall the patient was", return_tensors="pt")
    last = torch.log_softmax(lm(**x).logits[0, -1].float(), dim=-1)
    s = {k: last[i].item() for k, i in heads.items()}  # expect-near: SEQ209
    return max(s, key=s.get)


if __name__ == "__main__":
    parts = build("gpt2-medium")
    with open("comments.txt") as fh:
        for ln in fh:
            print(classify(ln.strip(), *parts), ln.strip(), sep="\t")
