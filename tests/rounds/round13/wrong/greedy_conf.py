"""Mean token log-probability of the answer, used to defer to a human annotator.

# bug: the scores returned by generate() are logits; they are averaged without a log_softmax.
"""
import numpy as np
from transformers import AutoModelForCausalLM, AutoTokenizer


def setup(name="EleutherAI/pythia-410m"):
    tk = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    lm.eval()
    return tk, lm


def answer(tk, lm, prompt, limit=20):
    batch = tk(prompt, return_tensors="pt")
    g = lm.generate(
        input_ids=batch["input_ids"],
        attention_mask=batch["attention_mask"],
        max_new_tokens=limit,
        do_sample=False,
        return_dict_in_generate=True,
        output_scores=True,
    )
    start = batch["input_ids"].shape[-1]
    produced = g.sequences[0, start:].tolist()
    per_token = [s[0, t].item() for s, t in zip(g.scores, produced)]  # expect: SEQ112
    mean_logprob = float(np.mean(per_token))  # expect-near: SEQ112
    return tk.decode(produced, skip_special_tokens=True).strip(), mean_logprob


def triage(questions, threshold=-0.9):
    tk, lm = setup()
    auto, manual = [], []
    for q in questions:
        text, lp = answer(tk, lm, f"Q: {q}\nA:")
        (auto if lp >= threshold else manual).append({"q": q, "a": text, "lp": lp})
    return auto, manual
