"""Sample answers and store how likely the model finds them.

# bug: out.scores hold logits after temperature and top-p, and their log_softmax is reported as the model's log-probability.
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "Qwen/Qwen2.5-0.5B"
tok = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForCausalLM.from_pretrained(NAME, torch_dtype=torch.float32).eval()


def answer(question):
    enc = tok(question, return_tensors="pt")
    start = enc.input_ids.shape[1]
    out = model.generate(
        **enc,
        max_new_tokens=48,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
        return_dict_in_generate=True,
        output_scores=True,
    )
    new = out.sequences[0, start:]
    model_logprob = 0.0
    for step, t in zip(out.scores, new):
        model_logprob += torch.log_softmax(step[0].float(), -1)[t].item()  # expect: SEQ110
    return {"text": tok.decode(new, skip_special_tokens=True), "model_logprob": model_logprob}


if __name__ == "__main__":
    with open("questions.txt") as src, open("answers.jsonl", "w") as dst:
        for q in src:
            dst.write(json.dumps(answer(q.strip())) + "\n")
