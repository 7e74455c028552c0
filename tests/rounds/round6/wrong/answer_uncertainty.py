"""Length-normalised uncertainty of greedy answers.

# bug: compute_transition_scores is called without normalize_logits=True, so its rows are logits.
"""
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "HuggingFaceTB/SmolLM2-360M-Instruct"


def load():
    tok = AutoTokenizer.from_pretrained(CKPT)
    lm = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.float32)
    return tok, lm.eval()


def answer_with_uncertainty(tok, lm, question):
    enc = tok(f"Q: {question}\nA:", return_tensors="pt")
    gen = lm.generate(
        **enc,
        do_sample=False,
        num_beams=1,
        max_new_tokens=24,
        output_scores=True,
        return_dict_in_generate=True,
        pad_token_id=tok.eos_token_id,
    )
    steps = lm.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
    text = tok.decode(gen.sequences[0, enc.input_ids.shape[1]:], skip_special_tokens=True)
    return text, -steps[0].mean().item()  # expect-near: SEQ111


if __name__ == "__main__":
    tok, lm = load()
    rows = []
    for item in json.loads(Path("questions.json").read_text()):
        answer, u = answer_with_uncertainty(tok, lm, item["q"])
        rows.append({"id": item["id"], "answer": answer, "neg_mean_logprob": u})
    Path("uncertainty.json").write_text(json.dumps(rows, indent=2))
