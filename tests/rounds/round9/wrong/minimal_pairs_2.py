"""Minimal-pair accuracy (BLiMP style): the grammatical sentence should be more probable.

# bug: the sum over the token axis includes the pad positions of the shorter sentences
"""
import datasets
import torch
import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "facebook/opt-125m"

tokenizer = AutoTokenizer.from_pretrained(MODEL)
model = AutoModelForCausalLM.from_pretrained(MODEL).eval()


@torch.no_grad()
def sent_scores(sents):
    """Total log-probability of each sentence."""
    b = tokenizer(sents, padding=True, return_tensors="pt")
    lsm = torch.log_softmax(model(**b).logits[:, :-1, :], dim=2)
    vals = torch.take_along_dim(lsm, b["input_ids"][:, 1:, None], dim=2)[..., 0]
    return vals.sum(dim=1)  # expect: SEQ302


def main(subset="anaphor_gender_agreement", bs=32):
    data = datasets.load_dataset("nyu-mll/blimp", subset, split="train")
    hits = 0
    for start in tqdm.trange(0, len(data), bs):
        part = data[start : start + bs]
        n = len(part["sentence_good"])
        s = sent_scores(part["sentence_good"] + part["sentence_bad"])
        hits += (s[:n] > s[n:]).sum().item()
    print(subset, f"{hits / len(data):.3f}")


if __name__ == "__main__":
    main()
