"""Sample an answer per question and store the log-probability the model itself gives to it.

# bug: the stored value comes from out.scores, which hold the temperature- and top-p-processed distribution, not the model's own.
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def answer(model, tokenizer, question, max_new_tokens):
    enc = tokenizer.apply_chat_template(
        [{"role": "user", "content": question}],
        add_generation_prompt=True,
        return_tensors="pt",
        return_dict=True,
    ).to(model.device)
    out = model.generate(  # expect-near: SEQ110
        **enc,
        do_sample=True,
        temperature=0.7,
        top_p=0.9,
        max_new_tokens=max_new_tokens,
        return_dict_in_generate=True,
        output_scores=True,  # expect-near: SEQ110
    )
    new = out.sequences[0, enc["input_ids"].shape[1]:]
    steps = torch.cat(out.scores, dim=0).float()
    logp = steps.log_softmax(dim=-1).gather(-1, new[:, None]).squeeze(-1)  # expect: SEQ110
    return {
        "question": question,
        "answer": tokenizer.decode(new, skip_special_tokens=True),
        "model_logprob": logp.sum().item(),  # expect-near: SEQ110
    }


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="Qwen/Qwen2.5-0.5B-Instruct")
    ap.add_argument("--questions", required=True)
    ap.add_argument("--max-new-tokens", type=int, default=96)
    a = ap.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(a.model)
    model = AutoModelForCausalLM.from_pretrained(a.model).eval()
    with open(a.questions) as fh:
        for line in fh:
            print(json.dumps(answer(model, tokenizer, line.strip(), a.max_new_tokens)))


if __name__ == "__main__":
    main()
