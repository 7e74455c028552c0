"""Judge verdicts in bulk.

# bug: text that carries the template's BOS is handed to an engine that adds its own
"""
import json
import sys

from transformers import AutoTokenizer
from vllm import LLM, SamplingParams


def render(tokenizer, questions):
    for q in questions:
        chat = [{"role": "user", "content": f"{q}\nReply with yes or no."}]
        yield tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)  # expect-near: SEQ309


def main(model_name, path):
    tokenizer = AutoTokenizer.from_pretrained(model_name)
    engine = LLM(model_name)
    questions = json.load(open(path))
    prompts = list(render(tokenizer, questions))
    outs = engine.generate(prompts, SamplingParams(max_tokens=1, temperature=0.0, logprobs=0))  # expect: SEQ309
    for q, o in zip(questions, outs):
        best = o.outputs[0]
        print(q, best.text, best.logprobs[0][best.token_ids[0]].logprob)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
