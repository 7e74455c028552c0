"""Prompt scores of rendered chats.
# bug: rendered text that already begins with BOS goes to an engine that adds BOS again.
"""
from transformers import AutoTokenizer
from vllm import LLM, SamplingParams

MODEL = "meta-llama/Llama-3.1-8B-Instruct"


def build(dialogues):
    tok = AutoTokenizer.from_pretrained(MODEL)
    return [tok.apply_chat_template(d, tokenize=False, add_generation_prompt=False) for d in dialogues]  # expect-near: SEQ309


def dialogue_logprobs(dialogues):
    engine = LLM(MODEL)
    sp = SamplingParams(max_tokens=1, prompt_logprobs=0)
    out = engine.generate(build(dialogues), sp)  # expect: SEQ309
    sums = []
    for r in out:
        pairs = zip(r.prompt_token_ids[1:], r.prompt_logprobs[1:])
        sums.append(sum(entry[t].logprob for t, entry in pairs))
    return sums
