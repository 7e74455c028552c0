"""Draw an answer per question and log how likely the model itself finds the texts.

# bug: the answer's "model log-probability" comes from scores already processed by temperature and top-p.
# bug: the reference's mean log-probability takes the best token of each position, not the reference's token.
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "Qwen/Qwen2.5-0.5B-Instruct"
tok = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForCausalLM.from_pretrained(NAME).eval()


@torch.no_grad()
def draw(question):
    """One sampled answer and log p_model(answer | question)."""
    enc = tok(question, return_tensors="pt")
    n = enc.input_ids.shape[1]
    out = model.generate(  # expect-near: SEQ110
        **enc,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
        max_new_tokens=48,
        return_dict_in_generate=True,
        output_scores=True,  # expect-near: SEQ110
    )
    answer = out.sequences[0, n:]
    steps = torch.cat(out.scores).float().log_softmax(-1)  # expect: SEQ110
    lp = steps[torch.arange(len(answer)), answer]  # expect-near: SEQ110
    return tok.decode(answer, skip_special_tokens=True), lp.sum().item()  # expect-near: SEQ110


@torch.no_grad()
def text_fit(text):
    """Mean log-probability of the tokens of `text`."""
    ids = tok(text, return_tensors="pt").input_ids
    rows = model(ids).logits[0, :-1].float().log_softmax(-1)
    return rows.max(dim=-1).values.mean().item()  # expect: SEQ204


def main(path):
    writer = csv.writer(sys.stdout, delimiter="\t")
    with open(path, newline="") as fh:
        for question, reference in csv.reader(fh, delimiter="\t"):
            answer, logp = draw(question)
            writer.writerow([question, answer, f"{logp:.3f}", f"{text_fit(reference):.3f}"])


if __name__ == "__main__":
    main(sys.argv[1])
