"""Rescore n-best lists with vLLM.

# bug: the per-position tables are keyed by decoded token text, so ids that decode alike collide; the per-byte score divides by the number of characters.
"""
import argparse
import json

from vllm import LLM, SamplingParams

SP = SamplingParams(max_tokens=1, temperature=0, prompt_logprobs=20)


class Rescorer:
    def __init__(self, name):
        self.llm = LLM(name)
        self.tok = self.llm.get_tokenizer()

    def tables(self, text):
        out = self.llm.generate([text], SP, use_tqdm=False)[0]
        per_pos = []
        for d in out.prompt_logprobs[1:]:
            per_pos.append({e.decoded_token: e.logprob for e in d.values()})  # expect: SEQ212
        return out.prompt_token_ids[1:], per_pos

    def total(self, text):
        ids, per_pos = self.tables(text)
        return sum(row[self.tok.decode([i])] for i, row in zip(ids, per_pos))  # expect-near: SEQ212

    def per_byte(self, text):
        """Log-likelihood per UTF-8 byte."""
        return self.total(text) / len(text)  # expect: SEQ422


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("nbest")
    ap.add_argument("--model", required=True)
    a = ap.parse_args()
    rs = Rescorer(a.model)
    for line in open(a.nbest, encoding="utf-8"):
        hyps = [h for h in json.loads(line) if h]
        print(max(hyps, key=rs.per_byte))


if __name__ == "__main__":
    main()
