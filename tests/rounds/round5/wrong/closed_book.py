"""Closed-book facts: greedy completion of a template and the log-probability of the completion.

# bug: the step scores of generate() are gathered and summed as if they were log-probabilities
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def complete(model, tokenizer, template, max_new=6):
    inputs = tokenizer(template, return_tensors="pt").to(model.device)
    n = inputs["input_ids"].size(1)
    g = model.generate(
        **inputs,
        max_new_tokens=max_new,
        do_sample=False,
        return_dict_in_generate=True,
        output_scores=True,
        pad_token_id=tokenizer.eos_token_id,
    )
    tail = g["sequences"][:, n:]
    per_step = torch.stack(g["scores"], dim=1)
    chosen = per_step.gather(2, tail.unsqueeze(-1)).squeeze(-1)  # expect-near: SEQ112
    return tokenizer.decode(tail[0]), chosen.sum(1).item()  # expect: SEQ112


def main():
    p = argparse.ArgumentParser()
    p.add_argument("facts")
    p.add_argument("--model", default="facebook/opt-350m")
    args = p.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model)
    model.eval()
    with open(args.facts) as f:
        for line in f:
            fact = json.loads(line)
            text, logprob = complete(model, tokenizer, fact["template"])
            fact.update(completion=text, completion_logprob=logprob, hit=fact["object"] in text)
            print(json.dumps(fact))


if __name__ == "__main__":
    main()
